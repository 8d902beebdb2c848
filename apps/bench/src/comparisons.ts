import type { Comparison } from './bench.ts';
import { benches } from './benches.ts';
import { bundleSize } from './bundle-size.ts';
import { coldStart } from './cold-start.ts';
import { clientComparison } from './measure-client.ts';
import { serverComparison } from './measure-server.ts';
import { serverBenches } from './server-benches.ts';

/** Everything that is compared, in the order of the table. */
export const comparisons: readonly Comparison[] = [
  ...benches.map(clientComparison),
  coldStart,
  bundleSize,
  ...serverBenches.map(serverComparison),
];

// One contender in a process of its own: warm up, measure, say what was measured.
import type { Measurement } from './bench.ts';
import { benches } from './benches.ts';

const [benchName, contenderName, url] = process.argv.slice(2) as [string, string, string];
const bench = benches.find(({ name }) => name === benchName);
const contender = bench?.contenders[contenderName];
if (bench === undefined || contender === undefined) throw new Error(`no contender ${contenderName} in ${benchName}`);

const run = await contender.prepare(url);
await run(bench.warmup);
globalThis.gc?.();

const rssBefore = process.memoryUsage().rss;
let most = rssBefore;
const sampler = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 5);
const before = process.cpuUsage();
await run(bench.units);
const { user, system } = process.cpuUsage(before);
most = Math.max(most, process.memoryUsage().rss);
clearInterval(sampler);

const measurement: Measurement = { cpu: (user + system) / bench.units, rss: (most - rssBefore) / 1024 / bench.units };
process.send?.(measurement, () => process.exit(0));

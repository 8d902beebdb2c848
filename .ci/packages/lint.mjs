import { dirname } from 'node:path';
import { run } from './run.mjs';

/** Has publint and attw look at a tarball. */
export async function lint({ tarball, files }) {
  await run('publint', [tarball, '--strict'], dirname(tarball));
  await run('attw', [tarball, '--profile', 'esm-only'], dirname(tarball));
  return `publint and attw are clean (${files} files)`;
}

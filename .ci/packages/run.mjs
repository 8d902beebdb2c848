import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The environment without what the package manager that runs this told of itself. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$)/i.test(name)),
);

/** Runs a command to its end and gives what it wrote; rejects where it fails, or has not ended after three minutes. */
export async function run(command, args, cwd, more = {}) {
  const options = { cwd, env: { ...env, ...more }, timeout: 180_000, maxBuffer: 64 * 1024 * 1024 };
  return (await execute(command, args, options)).stdout;
}

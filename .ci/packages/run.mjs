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

/** Runs this repository's pnpm: the one that runs this, or else the one that npx has. */
export function pnpm(args, cwd) {
  const own = process.env.npm_execpath;
  return own?.includes('pnpm')
    ? run(process.execPath, [own, ...args], cwd)
    : run('npx', ['--yes', 'pnpm@10.34.9', ...args], cwd);
}

// Makes another Node the one that this checkout runs everything on: node .ci/use-node.mjs 22.19.0
//
// Scripts and the processes that tests start find the npm package `node` before any other, so it is this that changes.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [version] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version))
  throw new Error('the first argument has to be a version of Node, such as 22.19.0');

const root = join(import.meta.dirname, '..');
const workspace = join(root, 'pnpm-workspace.yaml');
writeFileSync(workspace, readFileSync(workspace, 'utf8').replace(/^( {2}node:) .*$/m, `$1 ${version}`));

const pnpm = (...args) =>
  execFileSync('npx', ['--yes', 'pnpm@10.34.9', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
pnpm('install', '--no-frozen-lockfile');
const used = pnpm('exec', 'node', '--version').trim();
if (used !== `v${version}`) throw new Error(`scripts here run on ${used}, not on v${version}`);
console.log(`scripts here run on ${used}`);

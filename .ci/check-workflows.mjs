// The workflows run only on GitHub, so what can be known before is: that they parse, call what exists, and pin the rest.
import { accessSync, constants, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const { scripts, packageManager } = JSON.parse(read('package.json'));
const { catalog } = parse(read('pnpm-workspace.yaml'));
const { engines } = JSON.parse(read('packages/core/package.json'));
const workflows = globSync('.github/workflows/*.yml', { cwd: root }).sort();

const faults = workflows.flatMap((path) => {
  const { jobs } = parse(read(path), { strict: true });
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const commands = steps.flatMap(({ run, with: inputs }) => [run, inputs?.version, inputs?.publish]).filter(Boolean);
  const wrong = [
    ...steps
      .filter(({ uses }) => uses && !/@[0-9a-f]{40}$/.test(uses))
      .map(({ uses }) => `${uses} is not pinned by its commit`),
    ...commands.flatMap((command) => faultsOf(command)),
  ];
  for (const { strategy } of Object.values(jobs)) {
    const nodes = strategy?.matrix?.node;
    const lowest = `${engines.node.replace('>=', '')}.0`;
    for (const node of nodes ? [lowest, catalog.node] : []) {
      if (!nodes.includes(node)) wrong.push(`the matrix lacks Node ${node}`);
    }
  }
  return wrong.map((fault) => `${path}: ${fault}`);
});

/** Scripts, files and the version of pnpm that a command names and that are not there. */
function faultsOf(command) {
  const faults = [];
  for (const [, name] of command.matchAll(/\brun ([\w:-]+)/g))
    if (!(name in scripts)) faults.push(`there is no script ${name}`);
  for (const [pnpm] of command.matchAll(/\bpnpm@[\d.]+/g))
    if (pnpm !== packageManager) faults.push(`${pnpm} is not ${packageManager}`);
  for (const [path] of command.matchAll(/(?<![\w/])\.ci\/[\w./-]+/g)) {
    try {
      accessSync(join(root, path), command.startsWith(path) ? constants.X_OK : constants.R_OK);
    } catch (error) {
      faults.push(error.message);
    }
  }
  return faults;
}

for (const fault of faults) console.error(fault);
if (faults.length > 0 || workflows.length === 0) process.exit(1);
console.log(`${workflows.length} workflows call what is there`);

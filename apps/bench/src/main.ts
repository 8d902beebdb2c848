// `pnpm bench [name …] [--rounds N] [--write]`: contenders take turns, each in a process of its own; the table gives the
// cost of a unit, and its ratio to the floor and to Colloquy in the same run. Ends with 1 when a contender fails.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Comparison, Measurement, Runner } from './bench.ts';
import { comparisons } from './comparisons.ts';
import { readResults, writeDocuments } from './documents.ts';
import { machine, type Result, type Results, summary, versions } from './results.ts';
import { committedRow, tableHead, tableRows } from './table.ts';

/** How far a ratio may be from the committed one without being called off. */
const NOISE = 0.25;
/** For one round of one contender, or for making it ready. */
const PATIENCE_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const names = comparisons.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) stop(`no bench ${unknown.join(', ')}; there are ${names.join(', ')}`);
if (!Number.isInteger(rounds) || rounds < 1) stop('--rounds is a number of at least 1');
if (values.write && positionals.length > 0) stop('--write takes a whole run: name no bench with it');

const chosen = comparisons.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const lacking = chosen.filter(({ needs }) => needs !== undefined && spawnSync(needs, ['--version']).status !== 0);
for (const { name, needs } of lacking) console.error(`${name} is left out: ${needs} is not on the PATH`);
if (lacking.length > 0 && (values.write || lacking.length === chosen.length)) process.exit(2);

const start = performance.now();
const committed = readResults();
const failures: string[] = [];
const results: Result[] = [];

console.log(tableHead());
for (const comparison of chosen) {
  if (lacking.includes(comparison)) continue;
  const result = summary(comparison, await measureAll(comparison));
  console.log(tableRows(result, committed));
  results.push(result);
}

const run: Results = { machine: machine(), rounds, versions: versions(), results };
writeFileSync('bench.json', `${JSON.stringify(run, null, 2)}\n`);
const { node, cores, cpu, os } = run.machine;
console.log(`\nNode ${node} on ${os}, ${cores} cores of ${cpu}; medians of ${rounds} rounds; figures in bench.json`);
console.log(
  Object.entries(run.versions)
    .flatMap(([name, version]) => `${name} ${version}`)
    .join(', '),
);
console.log(agreement());
console.log(`took ${((performance.now() - start) / 1000).toFixed(0)} s`);

for (const failure of failures) console.error(`FAILED: ${failure}`);
if (failures.length === 0 && values.write) writeDocuments(run);
// What hangs would keep this process alive.
process.exit(failures.length > 0 ? 1 : 0);

/** Every contender, round by round; one that fails is left out from there on. */
async function measureAll(comparison: Comparison): Promise<Map<string, Measurement[]>> {
  const measured = new Map<string, Measurement[]>();
  const runners = new Map<string, Runner>();
  const attempt = async (contender: string, work: () => Promise<void>) => {
    try {
      await inTime(work());
    } catch (error) {
      failures.push(`${comparison.name}, ${contender}: ${(error as Error).message}`);
      runners.delete(contender);
      measured.delete(contender);
    }
  };
  for (const contender of comparison.contenders) measured.set(contender, []);
  // Two at a time: nothing is measured yet, and a process mostly needs one core to get ready.
  const waiting = [...comparison.contenders];
  const getReady = async () => {
    for (let contender = waiting.shift(); contender !== undefined; contender = waiting.shift()) {
      const name = contender;
      await attempt(name, async () => void runners.set(name, await comparison.start(name)));
    }
  };
  await Promise.all([getReady(), getReady()]);
  for (let round = 0; round < (comparison.rounds ?? rounds); round += 1) {
    for (const [contender, runs] of measured) {
      await attempt(contender, async () => void runs.push(await (runners.get(contender) as Runner).round()));
    }
  }
  await Promise.all([...runners.values()].map((runner) => runner.end()));
  return measured;
}

/** A contender that hangs has failed. */
async function inTime(work: Promise<void>): Promise<void> {
  const late = new AbortController();
  const limit = setTimeout(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not done after ${PATIENCE_MS / 1000} s`);
  });
  limit.catch(() => undefined);
  await Promise.race([work, limit]).finally(() => late.abort());
}

/** How much of the committed table this run found again. */
function agreement(): string {
  const pairs = results.flatMap(({ name, rows }) =>
    rows.flatMap(({ contender, toFloor }) => {
      const was = committedRow(committed, name, contender)?.toFloor;
      return was === undefined ? [] : [{ label: `${name} ${contender}`, change: toFloor / was - 1 }];
    }),
  );
  const off = pairs.filter(({ change }) => !(Math.abs(change) <= NOISE));
  const listed = off.map(({ label, change }) => `${label} ${change > 0 ? '+' : ''}${(change * 100).toFixed(0)} %`);
  return `${pairs.length - off.length} of ${pairs.length} ratios are within ${NOISE * 100} % of the committed ones${listed.length > 0 ? `; off: ${listed.join(', ')}` : ''}`;
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}

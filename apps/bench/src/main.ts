// `pnpm bench [name …]`: contenders take turns, each in its own process; the table gives CPU time a unit as a ratio to
// the floor of the same run.
import { type ChildProcess, fork as forkProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench, Measurement } from './bench.ts';
import { benches } from './benches.ts';
import { bundleSizes } from './bundle-size.ts';
import { coldStart } from './cold-start.ts';
import { drive } from './load.ts';
import type { Served, ServerBench } from './server-bench.ts';
import { serverBenches } from './server-benches.ts';

const ROUNDS = 3;

const children = new Set<ChildProcess>();
/** A child that does not outlive this process, also when a contender fails. */
function fork(...given: Parameters<typeof forkProcess>): ChildProcess {
  const child = forkProcess(...given);
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}
process.on('exit', () => {
  for (const child of children) child.kill();
});

const asked = process.argv.slice(2);
const wanted = (name: string) => asked.length === 0 || asked.includes(name);

interface Row {
  readonly bench: string;
  readonly contender: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly ratio: number;
}

async function measure(bench: Bench, contender: string): Promise<Measurement> {
  const server = fork(join(import.meta.dirname, 'mock-server.ts'));
  const [url] = await once(server, 'message');
  const child = fork(join(import.meta.dirname, 'run-contender.ts'), [bench.name, contender, url], {
    execArgv: ['--expose-gc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${bench.name}: ${contender} ended with ${code}`);
  });
  const [measurement] = (await Promise.race([once(child, 'message'), failed])) as [Measurement];
  failed.catch(() => undefined);
  server.disconnect();
  return measurement;
}

async function measureServer(bench: ServerBench, contender: string): Promise<number> {
  const mock = fork(join(import.meta.dirname, 'mock-server.ts'));
  const [upstream] = await once(mock, 'message');
  const server = fork(join(import.meta.dirname, 'run-server.ts'), [bench.name, contender, upstream]);
  const [served] = (await once(server, 'message')) as [Served];
  const units = bench.load === 'json' ? 20_000 : 600_000;
  await drive(bench, served, units / 4);
  server.send('begin');
  await once(server, 'message');
  await drive(bench, served, units);
  server.send('end');
  const [{ microseconds }] = (await once(server, 'message')) as [{ microseconds: number }];
  mock.disconnect();
  return microseconds / units;
}

async function runServerBench(bench: ServerBench): Promise<Row[]> {
  const names = Object.keys(bench.contenders);
  const all = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) all.get(name)?.push(await measureServer(bench, name));
  }
  const floor = median(all.get(bench.floor) as number[]);
  return names.map((contender) => {
    const cpu = median(all.get(contender) as number[]);
    return { bench: bench.name, contender, figures: { 'CPU µs': cpu }, ratio: cpu / floor };
  });
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function runBench(bench: Bench): Promise<Row[]> {
  const names = Object.keys(bench.contenders);
  const all = new Map<string, Measurement[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) all.get(name)?.push(await measure(bench, name));
  }
  const figures = new Map(
    names.map((name) => {
      const runs = all.get(name) as Measurement[];
      return [name, { cpu: median(runs.map(({ cpu }) => cpu)), rss: median(runs.map(({ rss }) => rss)) }];
    }),
  );
  const by = bench.measure === 'rss' ? 'rss' : 'cpu';
  const floor = figures.get(bench.floor) as Measurement;
  return names.map((contender) => {
    const { cpu, rss } = figures.get(contender) as Measurement;
    const shown = {
      ...(bench.measure === 'rss' ? {} : { 'CPU µs': cpu }),
      ...(bench.measure === undefined || bench.measure === 'cpu' ? {} : { KiB: rss }),
    };
    return { bench: bench.name, contender, figures: shown, ratio: by === 'rss' ? rss / floor.rss : cpu / floor.cpu };
  });
}

function print(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  for (const { contender, figures, ratio } of rows) {
    const numbers = Object.entries(figures).map(
      ([unit, value]) => `${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit}`,
    );
    console.log(`  ${contender.padEnd(30)} ${numbers.join('  ')}  ${ratio.toFixed(2).padStart(7)}x`);
  }
}

const rows: Row[] = [];
for (const bench of benches.filter(({ name }) => wanted(name))) {
  const measured = await runBench(bench);
  print(`${bench.name}, per ${bench.unit}`, measured);
  rows.push(...measured);
}
for (const bench of serverBenches.filter(({ name }) => wanted(name))) {
  const measured = await runServerBench(bench);
  print(`${bench.name}, per ${bench.unit}`, measured);
  rows.push(...measured);
}
for (const [name, run] of [
  ['import', coldStart],
  ['bundle', bundleSizes],
] as const) {
  if (!wanted(name)) continue;
  const measured = (await run()).map((row) => ({ bench: name, ...row }));
  print(name, measured);
  rows.push(...measured);
}

const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, date: new Date().toISOString() };
await writeFile('bench.json', `${JSON.stringify({ machine, rows }, null, 2)}\n`);
console.log(`\n${machine.node}, ${machine.cores} cores, ${machine.cpu}; figures in bench.json`);

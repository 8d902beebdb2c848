import { type Comparison, JSON_WARMUP_MS, type Measurement, ROUND_MS, type Runner, WARMUP_MS } from './bench.ts';
import { Child } from './child.ts';
import { Caller } from './load.ts';
import type { Served, ServerBench } from './server-bench.ts';

/** Streams that are opened in one round. */
const OPENED = 300;

/** A comparison of servers: each has a process and a mock of its own, and this process calls. */
export function serverComparison(bench: ServerBench): Comparison {
  const { name, title, unit, floor, load } = bench;
  return {
    name,
    title,
    unit,
    figure: load === 'open' ? 'KiB' : 'CPU µs',
    floor,
    contenders: Object.keys(bench.contenders),
    async start(contender) {
      const mock = new Child('mock-server.ts');
      const server = new Child('run-server.ts', [name, contender, await mock.answer<string>()]);
      const caller = new Caller(await server.answer<Served>(), load);
      const measure =
        load === 'open'
          ? await heldMemory(server, caller)
          : await cpuTime(server, caller, load === 'json' ? JSON_WARMUP_MS : WARMUP_MS);
      return {
        round: async () => ({ ...(await measure()), rss: await server.answer<number>('rss') }),
        end: async () => {
          await caller.hangUp();
          await server.end();
          await mock.end();
        },
      } satisfies Runner;
    },
  };
}

type Measure = () => Promise<Omit<Measurement, 'rss'>>;

async function cpuTime(server: Child, caller: Caller, warmupMs: number): Promise<Measure> {
  await caller.sendFor(warmupMs);
  return async () => {
    const before = await server.answer<number>('cpu');
    const { done, wait } = await caller.sendFor(ROUND_MS);
    return { cost: ((await server.answer<number>('cpu')) - before) / done, ...(wait !== undefined && { wait }) };
  };
}

/** The growth by another batch, so that what all streams share is not in it. */
async function heldMemory(server: Child, caller: Caller): Promise<Measure> {
  await caller.open(OPENED);
  let settled = await server.answer<number>('settled');
  return async () => {
    const before = settled;
    await caller.open(OPENED);
    settled = await server.answer<number>('settled');
    return { cost: (settled - before) / 1024 / OPENED };
  };
}

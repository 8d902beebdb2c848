import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createLimiter } from '@colloquy/limits';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, engines } from './stores.ts';

const HOLDER = fileURLToPath(new URL('./holder.ts', import.meta.url));
const shared = Object.keys(engines).filter((name) => name !== 'memory');

interface Outcome {
  settled: number;
  refused: number;
  least: number | null;
}

describe.each(shared)('four processes on one project, on %s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await (engines[name] as () => Promise<Engine>)();
  });
  afterAll(() => engine.stop());

  const launch = (mode: string, limit: number, rounds: number, parallel: number, ttlMs: number): ChildProcess => {
    const { kind, at } = engine.address as { kind: string; at: string };
    const args = ['--conditions=@colloquy/source', '--no-warnings', HOLDER, kind, at, mode];
    const child = spawn(process.execPath, [...args, `${limit}`, `${rounds}`, `${parallel}`, `${ttlMs}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return child;
  };
  const lines = (child: ChildProcess) => createInterface({ input: child.stdout as NodeJS.ReadableStream });

  const race = async (limit: number): Promise<Outcome[]> => {
    const children = Array.from({ length: 4 }, () => launch('settle', limit, 2, 200, 600_000));
    return Promise.all(
      children.map(async (child) => {
        let last = '';
        for await (const line of lines(child)) last = line;
        return JSON.parse(last) as Outcome;
      }),
    );
  };

  test('the ledger equals what was settled, nobody is refused wrongly, and no hold is left', async () => {
    const limit = 10_000_000;
    const outcomes = await race(limit);
    const settled = outcomes.reduce((sum, outcome) => sum + outcome.settled, 0);
    expect(outcomes.map(({ refused }) => refused)).toEqual([0, 0, 0, 0]);
    expect(settled).toBeGreaterThan(30_000);
    const store = engine.open();
    const limiter = createLimiter({ store, limits: { tokensPerDay: limit } });
    expect((await limiter.peek('project')).day?.remaining).toBe(limit - settled);
    expect(await store.holds('project')).toBe(0);
  });

  test('a limit that is too small for all is never overshot, though it is fought over', async () => {
    const store = engine.open();
    const before =
      10_000_000 -
      ((await createLimiter({ store, limits: { tokensPerDay: 10_000_000 } }).peek('project')).day?.remaining as number);
    const limit = before + 5_000;
    const outcomes = await race(limit);
    const settled = outcomes.reduce((sum, outcome) => sum + outcome.settled, 0);
    expect(outcomes.reduce((sum, outcome) => sum + outcome.refused, 0)).toBeGreaterThan(0);
    expect(settled).toBeLessThanOrEqual(5_000);
    const limiter = createLimiter({ store, limits: { tokensPerDay: limit } });
    expect((await limiter.peek('project')).day?.remaining).toBe(5_000 - settled);
    expect(await store.holds('project')).toBe(0);
  });

  test('twenty holders killed with kill -9 are charged in full, and leave no hold behind', async () => {
    const store = engine.open();
    const limit = 1_000_000_000;
    let now = Date.now();
    const limiter = createLimiter({ store, limits: { tokensPerDay: limit }, clock: () => now });
    const before = (await limiter.peek('project')).day?.remaining as number;
    let taken = 0;
    for (let wave = 0; wave < 5; wave += 1) {
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          const child = launch('hoard', limit, 1, 10, 60_000);
          const exit = once(child, 'exit');
          let seen = 0;
          for await (const line of lines(child)) {
            taken += Number(line);
            if (++seen === 10) child.kill('SIGKILL');
          }
          expect((await exit)[1]).toBe('SIGKILL');
        }),
      );
    }
    expect((await limiter.peek('project')).day?.remaining).toBe(before - taken);
    expect(await store.holds('project')).toBe(200);
    now = Date.now() + 60_001;
    expect(await store.holds('project', now)).toBe(0);
  });
});

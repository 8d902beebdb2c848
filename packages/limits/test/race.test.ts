import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createLimiter, type LimitStore } from '@colloquy/limits';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, engines } from './stores.ts';
import { allTokens, type Outcome, type Part, takePart } from './take-part.ts';

const HOLDER = fileURLToPath(new URL('./holder.ts', import.meta.url));
const HOLD_TTL_MS = 600_000;
const SIZE = { rounds: 2, parallel: 200 };

/** A part taken by a process of its own. */
function launch({ address }: Engine, limit: number, part: Part, more: Record<string, string> = {}): ChildProcess {
  const { kind, at } = address as { kind: string; at: string };
  const env = { KIND: kind, AT: at, LIMIT: `${limit}`, HOLD_TTL_MS: `${HOLD_TTL_MS}`, PART: JSON.stringify(part) };
  return spawn(process.execPath, ['--conditions=@colloquy/source', '--no-warnings', HOLDER], {
    env: { ...process.env, ...env, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Four times two hundred at once: in four processes, or in this one where the store is. */
async function race(engine: Engine, limit: number, part: Part): Promise<Outcome> {
  const all = await Promise.all(
    Array.from({ length: 4 }, async () => {
      if (engine.address === undefined) {
        return takePart(createLimiter({ store: engine.open(), limits: { tokensPerDay: limit } }), part);
      }
      const child = launch(engine, limit, part);
      return JSON.parse(await text(child.stdout as NodeJS.ReadableStream)) as Outcome;
    }),
  );
  const sum = (name: keyof Outcome): number => all.reduce((total, one) => total + one[name], 0);
  return { settled: sum('settled'), refused: sum('refused'), refusedWrongly: sum('refusedWrongly') };
}

async function charged(store: LimitStore, key: string): Promise<number> {
  const limit = 1_000_000_000;
  const { day } = await createLimiter({ store, limits: { tokensPerDay: limit } }).peek(key);
  return limit - (day?.remaining ?? 0);
}

describe.each(Object.keys(engines))('S26: four times two hundred at once on one project, on %s', (name) => {
  let engine: Engine;
  let store: LimitStore;
  beforeAll(async () => {
    engine = await (engines[name] as () => Promise<Engine>)();
    store = engine.open();
  });
  afterAll(() => engine.stop());

  test('where the day has just enough for all, nobody is refused, all of it is charged, and no hold is left', async () => {
    const key = 'enough';
    const limit = 4 * allTokens(SIZE);
    const outcome = await race(engine, limit, { ...SIZE, key, use: 'all' });
    expect(outcome).toEqual({ settled: limit, refused: 0, refusedWrongly: 0 });
    expect(await charged(store, key)).toBe(limit);
    expect(await store.holds(key)).toBe(0);
  });

  test('where it has not, it is never overshot, nobody is refused wrongly, and what is charged is what was settled', async () => {
    const key = 'scarce';
    const limit = 5_000;
    const { settled, refused, refusedWrongly } = await race(engine, limit, { ...SIZE, key, use: 'half' });
    expect(refused).toBeGreaterThan(0);
    expect(refusedWrongly).toBe(0);
    expect(settled).toBeLessThanOrEqual(limit);
    expect(await charged(store, key)).toBe(settled);
    expect(await store.holds(key)).toBe(0);
  });

  test.skipIf(name === 'memory')(
    'where twenty more are killed with kill -9 meanwhile, what they held is charged in full, and nobody else notices',
    async () => {
      const key = 'killed';
      const part: Part = { key, rounds: 1, parallel: 10, use: 'all' };
      const hoard = 20 * allTokens(part);
      const limit = 4 * allTokens(SIZE) + hoard;
      const racing = race(engine, limit, { ...SIZE, key, use: 'all' });
      for (let wave = 0; wave < 5; wave += 1) {
        await Promise.all(
          Array.from({ length: 4 }, async () => {
            const child = launch(engine, limit, part, { HOARD: 'yes' });
            const exit = once(child, 'exit');
            await once(child.stdout as NodeJS.ReadableStream, 'data');
            child.kill('SIGKILL');
            expect((await exit)[1]).toBe('SIGKILL');
          }),
        );
      }
      expect(await racing).toEqual({ settled: limit - hoard, refused: 0, refusedWrongly: 0 });
      expect(await charged(store, key)).toBe(limit);
      expect(await store.holds(key)).toBe(200);
      expect(await store.holds(key, Date.now() + HOLD_TTL_MS)).toBe(0);
      expect(await charged(store, key)).toBe(limit);
    },
    120_000,
  );
});

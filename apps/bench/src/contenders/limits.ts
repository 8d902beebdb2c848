import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLimiter, type LimitStore, memoryStore } from '@colloquy/limits';
import { sqliteStore } from '@colloquy/limits/sqlite';
import { type Bench, type Contender, inParallel } from '../bench.ts';

function limiter(store: () => LimitStore): Contender {
  return {
    prepare: async () => {
      const limits = createLimiter({
        store: store(),
        limits: { requestsPerMinute: 1e9, tokensPerDay: 1e12, concurrent: 1e6 },
      });
      return (units) =>
        inParallel(units, 32, async () => {
          const hold = await limits.reserve({ key: 'project', tokens: 1000 });
          await hold.settle({ tokens: 700 });
        });
    },
  };
}

/** A reservation and its settlement, on one key. */
export const limits: Bench = {
  name: 'limits',
  unit: 'reserve and settle',
  warmup: 2000,
  units: 10_000,
  floor: 'memory',
  contenders: {
    memory: limiter(memoryStore),
    SQLite: limiter(() => sqliteStore(join(mkdtempSync(join(tmpdir(), 'colloquy-bench-')), 'limits.db'))),
  },
};

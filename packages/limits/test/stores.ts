import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LimitStore, memoryStore } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';
import { hasRedis, startRedis } from './redis-server.ts';

/** A store engine under test: where its state lives, and how to open it, as often as one likes. */
export interface Engine {
  open(): LimitStore;
  /** For other processes; absent where they cannot share it. */
  address?: { kind: 'sqlite' | 'redis'; at: string };
  stop(): Promise<void>;
}

/** Every engine that this machine can run. */
export const engines: Record<string, () => Promise<Engine>> = {
  memory: async () => {
    const store = memoryStore();
    return { open: () => store, stop: () => store.close() };
  },
  sqlite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'colloquy-limits-'));
    const at = join(folder, 'limits.db');
    const opened: LimitStore[] = [];
    return {
      address: { kind: 'sqlite', at },
      open: () => {
        const store = sqliteStore(at);
        opened.push(store);
        return store;
      },
      stop: async () => {
        for (const store of opened) await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
  ...(hasRedis()
    ? {
        redis: async () => {
          const server = await startRedis();
          const opened: LimitStore[] = [];
          return {
            address: { kind: 'redis', at: server.url } as const,
            open: () => {
              const store = redisStore(server.url, { timeoutMs: 20_000 });
              opened.push(store);
              return store;
            },
            stop: async () => {
              for (const store of opened) await store.close();
              await server.stop();
            },
          };
        },
      }
    : {}),
};

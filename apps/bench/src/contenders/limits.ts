import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, type Contender, inParallel } from '../bench.ts';
import { redisServer } from './redis-server.ts';

const CONCURRENCY = 32;
const KEY = 'project';

/** Ours: one step that counts a request and a thousand tokens, and one that gives back what was not used. */
function reserveAndSettle(openStore: () => Promise<import('@colloquy/limits').LimitStore>): Contender {
  return {
    prepare: async () => {
      const { createLimiter } = await import('@colloquy/limits');
      const limiter = createLimiter({
        store: await openStore(),
        limits: { requestsPerMinute: 1e9, tokensPerDay: 1e12 },
      });
      return (units) =>
        inParallel(units, CONCURRENCY, async () => {
          const hold = await limiter.reserve({ key: KEY, tokens: 1000 });
          await hold.settle({ tokens: 700 });
        });
    },
  };
}

type Peer = import('rate-limiter-flexible').RateLimiterAbstract;

/** rate-limiter-flexible has a limiter for each number, and no order in which either is refused. */
function consumeAndReward(open: () => Promise<{ requests: Peer; tokens: Peer }>): Contender {
  return {
    prepare: async () => {
      const { requests, tokens } = await open();
      return (units) =>
        inParallel(units, CONCURRENCY, async () => {
          await Promise.all([requests.consume(KEY), tokens.consume(KEY, 1000)]);
          await tokens.reward(KEY, 300);
        });
    },
  };
}

const MINUTE = { points: 1e9, duration: 60 };
const DAY = { points: 1e12, duration: 86_400 };

/** A request and its tokens are counted, and settled; in this process, or on this machine. */
export const limits: Bench = {
  name: 'limits',
  title: 'Limits: reserve and settle',
  unit: 'reserve and settle',
  units: 1000,
  floor: 'a Map, by hand',
  contenders: {
    'a Map, by hand': {
      prepare: async () => {
        const counts = new Map<string, number>();
        const add = async (name: string, amount: number) => void counts.set(name, (counts.get(name) ?? 0) + amount);
        return (units) =>
          inParallel(units, CONCURRENCY, async () => {
            await Promise.all([add('requests', 1), add('tokens', 1000)]);
            await add('tokens', -300);
          });
      },
    },
    'rate-limiter-flexible': consumeAndReward(async () => {
      const { RateLimiterMemory } = await import('rate-limiter-flexible');
      return { requests: new RateLimiterMemory(MINUTE), tokens: new RateLimiterMemory(DAY) };
    }),
    '@colloquy/limits, memory': reserveAndSettle(async () => (await import('@colloquy/limits')).memoryStore()),
    '@colloquy/limits, SQLite': reserveAndSettle(async () => {
      const { sqliteStore } = await import('@colloquy/limits/sqlite');
      return sqliteStore(join(mkdtempSync(join(tmpdir(), 'colloquy-bench-')), 'limits.db'));
    }),
  },
};

/** The same in a Redis, whose own time is not counted. */
export const limitsRedis: Bench = {
  name: 'limits-redis',
  title: 'Limits: reserve and settle, in Redis',
  unit: 'reserve and settle',
  units: 1000,
  floor: 'ioredis, two commands',
  needs: 'redis-server',
  contenders: {
    'ioredis, two commands': {
      prepare: async () => {
        const redis = await connect();
        return (units) =>
          inParallel(units, CONCURRENCY, async () => {
            await redis.incrby(KEY, 1000);
            await redis.decrby(KEY, 300);
          });
      },
    },
    '@colloquy/limits': reserveAndSettle(async () =>
      (await import('@colloquy/limits/redis')).redisStore(await connect()),
    ),
    'rate-limiter-flexible': consumeAndReward(async () => {
      const { RateLimiterRedis } = await import('rate-limiter-flexible');
      const storeClient = await connect();
      return {
        requests: new RateLimiterRedis({ ...MINUTE, storeClient, keyPrefix: 'requests' }),
        tokens: new RateLimiterRedis({ ...DAY, storeClient, keyPrefix: 'tokens' }),
      };
    }),
  },
};

async function connect() {
  const { Redis } = await import('ioredis');
  return new Redis(await redisServer());
}

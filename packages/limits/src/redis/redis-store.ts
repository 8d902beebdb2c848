import { createHash } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import type { LimitLine, LimitStore, LineReading, StoreVerdict } from '../store/limit-store.ts';
import { storeUnavailable } from '../store/store-unavailable.ts';
import { connect, whenReady } from './connect.ts';
import { isRedisClient, type RedisClient } from './redis-client.ts';
import { SCRIPT } from './script.ts';

/** How a Redis is used. */
export interface RedisStoreOptions {
  /** What every key begins with. @default 'colloquy' */
  prefix?: string;
  /** How long to wait for Redis, in milliseconds; afterwards 503. @default 1000 */
  timeoutMs?: number;
}

const SHA = createHash('sha1').update(SCRIPT).digest('hex');
const VALUES_BEFORE_READINGS = 4;
const VALUES_PER_READING = 7;

/**
 * Counts limits in a Redis 7 that any number of machines may share, a Redis Cluster included.
 *
 * Takes a URL, or an `ioredis` client or cluster of your own (which `close` leaves open). Every operation is one run of
 * one script, and all keys of a group share a hash tag. Without an injected clock Redis' own clock counts.
 */
export function redisStore(source: string | RedisClient, options: RedisStoreOptions = {}): LimitStore {
  const { prefix = 'colloquy', timeoutMs = 1_000 } = options;
  if (typeof source === 'string' ? !/^rediss?:\/\//.test(source) : !isRedisClient(source)) {
    throw new ColloquyError('configuration', 'redisStore needs a redis:// or rediss:// URL, or an ioredis client.', {
      param: 'url',
    });
  }
  let opening: Promise<RedisClient> | undefined;
  const open = (): Promise<RedisClient> => {
    opening ??= typeof source === 'string' ? connect(source, timeoutMs) : Promise.resolve(source);
    return opening;
  };

  const run = async (group: string, lines: readonly LimitLine[], args: readonly string[]): Promise<unknown> => {
    const client = await open();
    const keys = keysOf(prefix, group, lines);
    const rest = [...keys, ...args, ...lines.flatMap(limitsOf)];
    try {
      return await within(timeoutMs, async () => {
        await whenReady(client, timeoutMs);
        try {
          return await client.evalsha(SHA, keys.length, ...rest);
        } catch (error) {
          if (!String(error).includes('NOSCRIPT')) throw error;
          return await client.eval(SCRIPT, keys.length, ...rest);
        }
      });
    } catch (error) {
      throw storeUnavailable('Redis', error);
    }
  };

  return {
    async reserve({ id, group, lines, tokens, ttlMs, now }): Promise<StoreVerdict> {
      const reply = await run(group, lines, ['reserve', time(now), id, `${tokens}`, '0', `${ttlMs}`, '', '', '']);
      const [admitted, day, , born] = reply as [number, number, number, string];
      return { admitted: admitted === 1, readings: readings(reply as number[], lines.length), born, day };
    },
    async settle({ reservation, verdict, tokens = -1, countedAt, now }): Promise<void> {
      const { id, group, lines } = reservation;
      const { day, born } = verdict;
      const counted = countedAt === undefined ? '' : `${Math.floor(countedAt)}`;
      const args = ['settle', time(now), id, `${tokens}`, `${reservation.tokens}`, '0', `${day}`, born, counted];
      await run(group, lines, args);
    },
    async peek(group, lines, now): Promise<readonly LineReading[]> {
      const reply = await run(group, lines, ['peek', time(now), '', '0', '0', '0', '', '', '']);
      return readings(reply as number[], lines.length);
    },
    async holds(group, now): Promise<number> {
      return (await run(group, [], ['holds', time(now), '', '0', '0', '0', '', '', ''])) as number;
    },
    async close(): Promise<void> {
      if (typeof source === 'string') (await opening)?.disconnect();
    },
  };
}

function time(now: number | undefined): string {
  return now === undefined ? '' : `${Math.floor(now)}`;
}

function keysOf(prefix: string, group: string, lines: readonly LimitLine[]): string[] {
  // Encoded, so that no name can end the hash tag or run into the next part.
  const tag = `${prefix}:{${encodeURIComponent(group)}}`;
  const keys = [`${tag}:holds`, `${tag}:born`];
  for (const { key } of lines) {
    const own = `${tag}:${encodeURIComponent(key)}`;
    keys.push(`${own}:window`, `${own}:costs`, `${own}:sums`, `${own}:running`);
  }
  return keys;
}

function limitsOf({ limits }: LimitLine): string[] {
  const { requestsPerMinute = 0, tokensPerMinute = 0, tokensPerDay = 0, concurrent = 0 } = limits;
  return [requestsPerMinute, tokensPerMinute, tokensPerDay, concurrent].map(String);
}

function readings(reply: readonly number[], lines: number): LineReading[] {
  const dayResetMs = reply[2] as number;
  return Array.from({ length: lines }, (_, at) => {
    const from = VALUES_BEFORE_READINGS + at * VALUES_PER_READING;
    const [requests, tokens, requestsWaitMs, tokensWaitMs, windowResetMs, dayTokens, concurrent] = reply.slice(
      from,
      from + VALUES_PER_READING,
    ) as [number, number, number, number, number, number, number];
    return { requests, tokens, requestsWaitMs, tokensWaitMs, windowResetMs, dayTokens, dayResetMs, concurrent };
  });
}

/** Runs a task that must not take longer than `timeoutMs`. */
async function within<T>(timeoutMs: number, task: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), timeoutMs);
  });
  try {
    return await Promise.race([task(), late]);
  } finally {
    clearTimeout(timer);
  }
}

import { ColloquyError } from '@colloquy/core';
import type { LimitLine, LimitStore, LineReading, StoreVerdict } from '../store/limit-store.ts';
import { storeUnavailable } from '../store/store-unavailable.ts';
import type { RedisClient } from './redis-client.ts';
import { type RedisStoreOptions, redisScripts } from './redis-scripts.ts';
import { SCRIPT } from './script.ts';

const VALUES_BEFORE_READINGS = 4;
const VALUES_PER_READING = 7;

/**
 * Counts limits in a Redis 7 that any number of machines may share, a Redis Cluster included.
 *
 * Takes a URL, or an `ioredis` client or cluster of your own (which `close` leaves open). Every operation is one run of
 * one script, and all keys of a group share a hash tag. Without an injected clock Redis' own clock counts.
 */
export function redisStore(source: string | RedisClient, options: RedisStoreOptions = {}): LimitStore {
  const { prefix = 'colloquy' } = options;
  const scripts = redisScripts(source, 'redisStore', options);
  const run = async (group: string, lines: readonly LimitLine[], args: readonly string[]): Promise<unknown> => {
    try {
      return await scripts.run(SCRIPT, keysOf(prefix, group, lines), [...args, ...lines.flatMap(limitsOf)]);
    } catch (error) {
      throw ColloquyError.isInstance(error) ? error : storeUnavailable('Redis', error);
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
    close: () => scripts.close(),
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

import { createHash } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import { connect, whenReady } from './connect.ts';
import { isRedisClient, type RedisClient } from './redis-client.ts';

/** How a Redis is used. */
export interface RedisStoreOptions {
  /** What every key begins with. @default 'colloquy' */
  prefix?: string;
  /** How long to wait for Redis, in milliseconds; afterwards 503. @default 1000 */
  timeoutMs?: number;
}

/** A Redis in which scripts run, each as one step. */
export interface RedisScripts {
  /** Runs a script; rejects where Redis does not answer in time, with what may name its address. */
  run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Ends a connection of its own; a client that was given stays open. */
  close(): Promise<void>;
}

/**
 * Runs scripts in the Redis at a URL, to which it connects with the first one, or through an `ioredis` client.
 *
 * Throws `configuration` for what is neither; `user` is named in the message.
 */
export function redisScripts(
  source: string | RedisClient,
  user: string,
  { timeoutMs = 1_000 }: RedisStoreOptions,
): RedisScripts {
  if (typeof source === 'string' ? !/^rediss?:\/\//.test(source) : !isRedisClient(source)) {
    throw new ColloquyError('configuration', `${user} needs a redis:// or rediss:// URL, or an ioredis client.`, {
      param: 'url',
    });
  }
  let opening: Promise<RedisClient> | undefined;
  const open = (): Promise<RedisClient> => {
    opening ??= typeof source === 'string' ? connect(source, timeoutMs) : Promise.resolve(source);
    return opening;
  };

  return {
    async run(script, keys, args) {
      const client = await open();
      const rest = [...keys, ...args];
      return within(timeoutMs, async () => {
        await whenReady(client, timeoutMs);
        try {
          return await client.evalsha(shaOf(script), keys.length, ...rest);
        } catch (error) {
          if (!String(error).includes('NOSCRIPT')) throw error;
          return await client.eval(script, keys.length, ...rest);
        }
      });
    },
    async close() {
      if (typeof source === 'string') (await opening)?.disconnect();
    },
  };
}

const shas = new Map<string, string>();

function shaOf(script: string): string {
  const known = shas.get(script) ?? createHash('sha1').update(script).digest('hex');
  shas.set(script, known);
  return known;
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

import { ColloquyError } from '@colloquy/core';
import type { RedisClient } from './redis-client.ts';

/** The longest pause between two attempts to connect again, in milliseconds. */
const MAX_RECONNECT_MS = 1_000;

interface RedisModule {
  Redis: new (url: string, options: object) => RedisClient;
}

/** Opens a client of our own; throws `configuration` where `ioredis` is not installed. */
export async function connect(url: string, timeoutMs: number): Promise<RedisClient> {
  let module: RedisModule;
  try {
    module = (await import('ioredis')) as unknown as RedisModule;
  } catch (cause) {
    throw new ColloquyError('configuration', 'redisStore needs the package `ioredis`; please install it.', { cause });
  }
  const client = new module.Redis(url, {
    // A reservation must never be sent later than its caller waits for it, nor twice: nobody would settle it.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: timeoutMs,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, MAX_RECONNECT_MS),
  });
  // Each failure is reported to whoever made the call; without a listener the client prints it as well.
  client.on('error', () => {});
  return client;
}

/** Resolves when the client is connected; rejects when that takes longer than `timeoutMs`. */
export function whenReady(client: RedisClient, timeoutMs: number): Promise<void> {
  if (client.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onReady = (): void => {
      clearTimeout(timer);
      client.off('ready', onReady);
      resolve();
    };
    const timer = setTimeout(() => {
      client.off('ready', onReady);
      reject(new Error('not connected'));
    }, timeoutMs);
    client.on('ready', onReady);
  });
}

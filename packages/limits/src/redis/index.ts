/**
 * Limits that several machines share.
 *
 * @module @colloquy/limits/redis
 */

export type { RedisClient } from './redis-client.ts';
export { type RedisScripts, type RedisStoreOptions, redisScripts } from './redis-scripts.ts';
export { redisStore } from './redis-store.ts';

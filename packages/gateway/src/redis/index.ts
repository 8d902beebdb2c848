/**
 * What replicas on several machines share beside their limits.
 *
 * @module @colloquy/gateway/redis
 */

export { redisReplies } from './redis-replies.ts';

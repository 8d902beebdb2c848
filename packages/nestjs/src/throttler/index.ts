/**
 * Tokens and requests counted by `@nestjs/throttler`'s guards.
 *
 * @module @colloquy/nestjs/throttler
 */

export { ColloquyThrottlerGuard } from './colloquy-throttler.guard.ts';
export { ColloquyThrottlerInterceptor } from './colloquy-throttler.interceptor.ts';
export { ColloquyThrottlerStorage, type ColloquyThrottlerStorageOptions } from './colloquy-throttler.storage.ts';

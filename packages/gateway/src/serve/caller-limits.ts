import type { Transport } from '@colloquy/core';
import {
  createLimiter,
  LimitExceededError,
  type Limiter,
  type LimitSnapshot,
  type LimitStore,
  type Limits,
  limit,
  memoryStore,
} from '@colloquy/limits';
import { rateLimitHeaders } from '../exchange/rate-limit-headers.ts';

/** Limits for each caller of a router. */
export interface CallerLimits {
  /** The transport within a caller's limits; what is left is added to `headers`, also where the call is refused. */
  within(transport: Transport, key: string, headers: Record<string, string>): Transport;
  /** What is left for a caller, also as headers. */
  left(key: string): Promise<{ snapshot: LimitSnapshot; headers: Record<string, string> }>;
}

/** Counts what each caller uses: reserves an estimate before a call, and settles it with what the service reported. */
export function callerLimits(limits: Limits, store: LimitStore = memoryStore()): CallerLimits {
  const limiter = createLimiter({ store, limits });
  return {
    within: (transport, key, headers) => {
      const watched: Limiter = {
        ...limiter,
        reserve: async (reservation) => {
          try {
            const hold = await limiter.reserve(reservation);
            Object.assign(headers, rateLimitHeaders(hold.remaining));
            return hold;
          } catch (error) {
            if (LimitExceededError.isInstance(error)) Object.assign(headers, rateLimitHeaders(error.snapshot));
            throw error;
          }
        },
      };
      return limit(transport, { limiter: watched, key });
    },
    left: async (key) => {
      const snapshot = await limiter.peek(key);
      return { snapshot, headers: rateLimitHeaders(snapshot) };
    },
  };
}

import { ColloquyError } from '@colloquy/core';
import {
  createLimiter,
  estimateTokens,
  type Hold,
  LimitExceededError,
  type Limiter,
  type LimitStore,
  type Limits,
  memoryStore,
  type TokenEstimate,
} from '@colloquy/limits';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';

/** What throttlers are counted with. */
export interface ColloquyThrottlerStorageOptions {
  /** Where it counts; with `sqliteStore` or `redisStore` the limits hold across processes. @default in memory */
  store?: LimitStore;
  /** The names of the throttlers whose limit is in tokens; all others count requests. @default ['tokens'] */
  tokenThrottlers?: readonly string[];
  /** What a request may cost at most, in tokens. @default a token for every four bytes of its text, and its `max_tokens` */
  estimate?: (body: unknown) => number;
  /** Milliseconds since 1970. @default the system's clock */
  clock?: () => number;
}

/** What a throttler knows once it has counted a request. */
type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** What a token throttler made of a request. */
export type TokenVerdict =
  | { readonly hold: Hold; readonly estimate: TokenEstimate }
  | { readonly refused: LimitExceededError };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Counts requests and tokens for `@nestjs/throttler` in a store of `@colloquy/limits`.
 *
 * What is refused uses nothing up. The windows are the store's: a minute, for tokens also a day, so `ttl` has to be 60_000
 * or 86_400_000; any other throws `configuration`, naming the throttler. `blockDuration` has no effect: a key may call
 * again as soon as it fits.
 */
export class ColloquyThrottlerStorage implements ThrottlerStorage, OnApplicationShutdown {
  readonly #limiter: Limiter;
  readonly #tokenThrottlers: ReadonlySet<string>;
  readonly #estimate: (body: unknown) => TokenEstimate;

  constructor({
    store = memoryStore(),
    tokenThrottlers = ['tokens'],
    estimate,
    clock,
  }: ColloquyThrottlerStorageOptions = {}) {
    this.#limiter = createLimiter({ store, ...(clock === undefined ? {} : { clock }) });
    this.#tokenThrottlers = new Set(tokenThrottlers);
    this.#estimate = (body) => {
      const total = estimate?.(body);
      return total === undefined ? estimateTokens(body, true) : { prompt: 0, output: total, total, least: total };
    };
  }

  /** Whether a throttler's limit is in tokens. */
  countsTokens(throttlerName: string): boolean {
    return this.#tokenThrottlers.has(throttlerName);
  }

  /** Counts one request; what `ThrottlerGuard` calls. Throws `configuration` for a throttler whose limit is in tokens. */
  async increment(
    key: string,
    ttl: number,
    limit: number,
    _blockDuration: number,
    throttlerName: string,
  ): Promise<StorageRecord> {
    if (this.countsTokens(throttlerName)) {
      throw unusable(
        throttlerName,
        'counts tokens, which only `ColloquyThrottlerGuard` can reserve; use it in place of `ThrottlerGuard`',
      );
    }
    if (ttl !== MINUTE_MS)
      throw unusable(throttlerName, `has a ttl of ${ttl}; requests are counted by the minute, 60000`);
    try {
      const hold = await this.#limiter.reserve({ key, limits: { requestsPerMinute: limit }, tokens: 0 });
      await hold.settle({ tokens: 0 });
      const { remaining, resetMs } = hold.remaining.requests ?? { remaining: limit, resetMs: 0 };
      return { totalHits: limit - remaining, timeToExpire: seconds(resetMs), isBlocked: false, timeToBlockExpire: 0 };
    } catch (error) {
      if (!LimitExceededError.isInstance(error)) throw error;
      const wait = seconds(error.retryAfterMs ?? MINUTE_MS);
      return { totalHits: limit + 1, timeToExpire: wait, isBlocked: true, timeToBlockExpire: wait };
    }
  }

  /** Reserves what a request may cost, for `ColloquyThrottlerGuard`. */
  async reserve(key: string, ttl: number, limit: number, throttlerName: string, body: unknown): Promise<TokenVerdict> {
    const limits = WINDOWS[ttl]?.(limit);
    if (limits === undefined)
      throw unusable(
        throttlerName,
        `has a ttl of ${ttl}; tokens are counted by the minute, 60000, or the day, 86400000`,
      );
    try {
      const estimate = this.#estimate(body);
      return { hold: await this.#limiter.reserve({ key, limits, tokens: estimate.total }), estimate };
    } catch (error) {
      if (!LimitExceededError.isInstance(error)) throw error;
      return { refused: error };
    }
  }

  /** Closes the store. */
  async onApplicationShutdown(): Promise<void> {
    await this.#limiter.close();
  }
}

const WINDOWS: Readonly<Record<number, (limit: number) => Limits>> = {
  [MINUTE_MS]: (tokensPerMinute) => ({ tokensPerMinute }),
  [DAY_MS]: (tokensPerDay) => ({ tokensPerDay }),
};

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

function unusable(name: string, problem: string): ColloquyError {
  return new ColloquyError('configuration', `the throttler "${name}" ${problem}`, { param: `throttlers.${name}` });
}

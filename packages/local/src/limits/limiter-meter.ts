import { formatGoDuration } from '@colloquy/core';
import {
  createLimiter,
  LimitExceededError,
  type Limiter,
  type LimitSnapshot,
  type LimitStore,
  type ReservationKey,
} from '@colloquy/limits';
import { Refusal } from '../refusal/refusal.ts';
import type { Admission, Meter, MeterScope, RateSnapshot, RateWindow } from './meter.ts';
import { TIERS, type Tier } from './tiers.ts';

/** What the headers say where nothing is limited: far away, and never used up. */
const UNLIMITED: RateWindow = { limit: 1_000_000_000, remaining: 1_000_000_000, resetMs: 0 };
/** What the headers say before anybody is known to have asked. */
const FREE: Admission = { tokens: Number.MAX_SAFE_INTEGER, settle: async () => {}, release: async () => {} };

/** Counts per project: the tier per minute, the dialect's allowance per day. */
export class LimiterMeter implements Meter {
  readonly #tier: Tier;
  readonly #open: () => Promise<LimitStore>;
  readonly #clock: (() => number) | undefined;
  #limiter: Promise<Limiter> | undefined;

  /**
   * @param open opens the store at the first request that is limited
   * @param clock the caller's own; without one the store's, which in memory stays steady when the system's is set
   */
  constructor(tier: Tier, open: () => Promise<LimitStore>, clock?: () => number) {
    this.#tier = tier;
    this.#open = open;
    this.#clock = clock;
  }

  async admit(scope: MeterScope, tokens: number, atLeast: number): Promise<Admission> {
    const keys = this.#keys(scope);
    if (keys.length === 0) return { ...FREE, tokens };
    try {
      const hold = await (await this.#ready()).reserve({ keys, group: scope.principal.project, tokens, atLeast });
      return {
        tokens: hold.tokens,
        settle: (used) => hold.settle({ tokens: used }),
        release: () => hold.release(),
      };
    } catch (error) {
      if (LimitExceededError.isInstance(error)) throw refusalOf(error, scope.model, tokens);
      throw error;
    }
  }

  async snapshot(scope: MeterScope): Promise<RateSnapshot> {
    const keys = scope.principal.project === '' ? [] : this.#keys(scope);
    if (keys.length === 0) return { requests: UNLIMITED, tokens: UNLIMITED };
    return ratesOf(await (await this.#ready()).peek(keys, scope.principal.project));
  }

  async close(): Promise<void> {
    await (await this.#limiter)?.close();
  }

  #keys({ principal, tokensPerDay }: MeterScope): ReservationKey[] {
    const keys: ReservationKey[] = [];
    if (this.#tier !== 'none') keys.push({ key: 'minute', limits: TIERS[this.#tier] });
    if (tokensPerDay !== undefined) keys.push({ key: 'day', limits: dayLimits(tokensPerDay) });
    return keys.map((key) => ({ ...key, key: `${principal.project}/${key.key}` }));
  }

  #ready(): Promise<Limiter> {
    this.#limiter ??= this.#open().then((store) =>
      createLimiter({ store, ...(this.#clock && { clock: this.#clock }) }),
    );
    return this.#limiter;
  }
}

// The same object each time: the limiter reads it once.
const DAY_LIMITS = new Map<number, { tokensPerDay: number }>();

function dayLimits(tokensPerDay: number): { tokensPerDay: number } {
  let limits = DAY_LIMITS.get(tokensPerDay);
  if (!limits) {
    limits = { tokensPerDay };
    DAY_LIMITS.set(tokensPerDay, limits);
  }
  return limits;
}

/** The six headers have one place for tokens: the tighter of minute and day stands there. */
function ratesOf({ requests, tokens, day }: LimitSnapshot): RateSnapshot {
  const tight = tokens && day ? (tokens.remaining <= day.remaining ? tokens : day) : (tokens ?? day);
  return { requests: requests ?? UNLIMITED, tokens: tight ?? UNLIMITED };
}

function refusalOf(error: LimitExceededError, model: string, tokens: number): Refusal {
  if (error.dimension === 'day') {
    return new Refusal(429, 'You exceeded your current quota, please check your plan and billing details.', {
      type: 'insufficient_quota',
      code: 'insufficient_quota',
      // Every OpenAI SDK would retry this 429 otherwise, in vain.
      headers: { 'x-should-retry': 'false', ...retryAfter(error.retryAfterMs) },
    });
  }
  const kind = error.dimension === 'tokens' ? 'tokens' : 'requests';
  const short = kind === 'tokens' ? 'TPM' : 'RPM';
  const on = `${model || 'this model'} in organization colloquy-local on ${kind} per min (${short})`;
  const asked = `Limit ${error.limit}, Requested ${kind === 'tokens' ? tokens : 1}`;
  if (error.retryAfterMs === undefined) {
    const message = `Request too large for ${on}: ${asked}. The input or output tokens must be reduced in order to run successfully.`;
    return new Refusal(429, message, {
      type: kind,
      code: 'rate_limit_exceeded',
      headers: { 'x-should-retry': 'false' },
    });
  }
  const message = `Rate limit reached for ${on}: ${asked}. Please try again in ${formatGoDuration(error.retryAfterMs)}.`;
  return new Refusal(429, message, {
    type: kind,
    code: 'rate_limit_exceeded',
    headers: retryAfter(error.retryAfterMs),
  });
}

function retryAfter(ms: number | undefined): Record<string, string> {
  return ms === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) };
}

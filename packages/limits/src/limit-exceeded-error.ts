import { ApiError } from '@colloquy/core';
import type { LimitSnapshot } from './snapshot.ts';
import type { Dimension, Refusal } from './store/admission.ts';

interface Wording {
  readonly code: 'rate_limit' | 'quota';
  readonly type: string;
  readonly apiCode: string;
  readonly what: string;
}

const WORDINGS: Record<Dimension, Wording> = {
  requests: { code: 'rate_limit', type: 'requests', apiCode: 'rate_limit_exceeded', what: 'requests per minute' },
  tokens: { code: 'rate_limit', type: 'tokens', apiCode: 'rate_limit_exceeded', what: 'tokens per minute' },
  concurrent: {
    code: 'rate_limit',
    type: 'requests',
    apiCode: 'rate_limit_exceeded',
    what: 'requests at the same time',
  },
  day: { code: 'quota', type: 'insufficient_quota', apiCode: 'insufficient_quota', what: 'tokens per day' },
};

/**
 * A reservation that did not fit; nothing was charged.
 *
 * `code` is `quota` for the day's tokens and `rate_limit` for everything else. `retryable` is false for a spent day,
 * and where the request asks for more than the whole limit and so will never fit.
 */
export class LimitExceededError extends ApiError {
  readonly dimension: Dimension;
  readonly key: string;
  readonly limit: number;
  readonly snapshot: LimitSnapshot;

  constructor(refused: readonly Refusal[], tokens: number, left: LimitSnapshot) {
    const worst = refused.reduce((a, b) => ((Number(b.never) - Number(a.never) || b.waitMs - a.waitMs) > 0 ? b : a));
    const wording = WORDINGS[worst.dimension];
    super(wording.code, message(worst, wording, tokens), {
      type: wording.type,
      apiCode: wording.apiCode,
      status: 429,
      retryable: wording.code === 'rate_limit' && !worst.never,
      retryAfterMs: worst.waitMs,
    });
    this.name = 'LimitExceededError';
    this.dimension = worst.dimension;
    this.key = worst.key;
    this.limit = worst.limit;
    this.snapshot = left;
  }

  /** Whether a value is such an error, also one from another installed copy of the package. */
  static override isInstance(value: unknown): value is LimitExceededError {
    return ApiError.isInstance(value) && 'dimension' in value && 'snapshot' in value;
  }
}

function message({ dimension, limit, used, waitMs, never }: Refusal, { what }: Wording, tokens: number): string {
  const asked = dimension === 'requests' || dimension === 'concurrent' ? '1' : `${tokens}`;
  const facts = `Limit ${limit} ${what}, used ${used}, requested ${asked}.`;
  if (never && used < limit) return `The request is larger than the whole limit. ${facts} Ask for fewer tokens.`;
  if (dimension === 'day') return `The day's quota is spent. ${facts} It starts anew at 00:00 UTC.`;
  return `Rate limit reached. ${facts} Please try again in ${(waitMs / 1000).toFixed(waitMs < 10_000 ? 3 : 0)} s.`;
}

import type { LimitLine, LineReading } from './limit-store.ts';

/** The limit that stands in the way. */
export type Dimension = 'requests' | 'tokens' | 'day' | 'concurrent';

/** One limit that a reservation does not fit in. */
export interface Refusal {
  readonly dimension: Dimension;
  readonly key: string;
  readonly limit: number;
  readonly used: number;
  /** Milliseconds until it may fit, or a smaller one may. */
  readonly waitMs: number;
  /** Whether it will never fit, because it asks for more than the whole limit. */
  readonly never: boolean;
}

/** How soon to ask again for a place among the running requests; nobody knows when one ends. */
const CONCURRENT_WAIT_MS = 1_000;

/** Every limit of a line that one more request of so many tokens does not fit in. */
export function refusals(line: LimitLine, reading: LineReading, tokens: number): Refusal[] {
  const { key, limits } = line;
  const found: Refusal[] = [];
  const { requestsPerMinute, tokensPerMinute, tokensPerDay, concurrent } = limits;
  const refuse = (dimension: Dimension, limit: number, used: number, asked: number, waitMs: number): void => {
    if (used + asked <= limit) return;
    found.push({ dimension, key, limit, used, waitMs: Math.max(1, waitMs), never: asked > limit });
  };
  if (requestsPerMinute !== undefined)
    refuse('requests', requestsPerMinute, reading.requests, 1, reading.requestsWaitMs);
  if (tokensPerMinute !== undefined && tokens > 0) {
    const waitMs = reading.tokensWaitMs < 0 ? reading.windowResetMs : reading.tokensWaitMs;
    refuse('tokens', tokensPerMinute, reading.tokens, tokens, waitMs);
  }
  if (tokensPerDay !== undefined && tokens > 0)
    refuse('day', tokensPerDay, reading.dayTokens, tokens, reading.dayResetMs);
  if (concurrent !== undefined) refuse('concurrent', concurrent, reading.concurrent, 1, CONCURRENT_WAIT_MS);
  return found;
}

import type { LimitLine, LineReading } from './limit-store.ts';

/** The limit that stands in the way. */
export type Dimension = 'requests' | 'tokens' | 'day' | 'concurrent';

/** One limit that a reservation does not fit in. */
export interface Refusal {
  readonly dimension: Dimension;
  readonly key: string;
  readonly limit: number;
  readonly used: number;
  /** Milliseconds until it may fit; absent where it never will, because it asks for more than the whole limit. */
  readonly waitMs?: number;
}

/** How soon to ask again for a place among the running requests; nobody knows when one ends. */
export const CONCURRENT_WAIT_MS = 1_000;

/** Every limit of a line that one more request of so many tokens does not fit in. */
export function refusals(line: LimitLine, reading: LineReading, tokens: number): Refusal[] {
  const { key, limits } = line;
  const found: Refusal[] = [];
  const { requestsPerMinute, tokensPerMinute, tokensPerDay, concurrent } = limits;
  if (requestsPerMinute !== undefined && reading.requests + 1 > requestsPerMinute) {
    const waitMs = Math.max(1, reading.requestsWaitMs);
    found.push({ dimension: 'requests', key, limit: requestsPerMinute, used: reading.requests, waitMs });
  }
  if (tokensPerMinute !== undefined && tokens > 0 && reading.tokens + tokens > tokensPerMinute) {
    const never = tokens > tokensPerMinute;
    const refusal = { dimension: 'tokens', key, limit: tokensPerMinute, used: reading.tokens } as const;
    found.push(never ? refusal : { ...refusal, waitMs: Math.max(1, reading.tokensWaitMs) });
  }
  if (tokensPerDay !== undefined && tokens > 0 && reading.dayTokens + tokens > tokensPerDay) {
    const never = tokens > tokensPerDay;
    const refusal = { dimension: 'day', key, limit: tokensPerDay, used: reading.dayTokens } as const;
    found.push(never && reading.dayTokens < tokensPerDay ? refusal : { ...refusal, waitMs: reading.dayResetMs });
  }
  if (concurrent !== undefined && reading.concurrent + 1 > concurrent) {
    found.push({
      dimension: 'concurrent',
      key,
      limit: concurrent,
      used: reading.concurrent,
      waitMs: CONCURRENT_WAIT_MS,
    });
  }
  return found;
}

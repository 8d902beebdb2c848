import type { WireHeaders } from '../wire/transport.ts';
import { resetMs } from './rate-limit-headers.ts';

/** First backoff, in milliseconds; it doubles with each attempt. */
const BACKOFF_MS = 500;
/** Longest backoff, in milliseconds. */
const MAX_BACKOFF_MS = 8000;

/**
 * How long the service asks to wait, in milliseconds; `undefined` where it asks nothing that can be understood.
 *
 * `retry-after-ms` comes first, then `retry-after` in seconds or as a date, then the reset of whichever rate limit is
 * used up. A negative or unreadable value counts as none.
 */
export function retryAfterMs(headers: WireHeaders, now: number = Date.now()): number | undefined {
  const ms = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const after = headers['retry-after']?.trim() ?? '';
  if (after !== '') {
    const seconds = Number(after);
    if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
    const date = Date.parse(after);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
  }
  const resets = (['requests', 'tokens'] as const)
    .filter((dimension) => headers[`x-ratelimit-remaining-${dimension}`] === '0')
    .map((dimension) => resetMs(headers[`x-ratelimit-reset-${dimension}`] ?? '', now))
    .filter((wait) => wait !== undefined);
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

/**
 * How long to back off before attempt number `attempt` + 1, in milliseconds, where the service asked nothing.
 *
 * 500 ms doubling up to 8 s, less up to a quarter at random, so that callers who failed together do not return
 * together. `random` is from 0 to 1.
 */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  const full = Math.min(BACKOFF_MS * 2 ** (attempt - 1), MAX_BACKOFF_MS);
  return full * (1 - 0.25 * random);
}

import type { WireHeaders } from '../wire/transport.ts';
import { parseGoDuration } from './go-duration.ts';

/** What is left of one limit; `resetMs` is how long until it is whole again, in milliseconds. */
export interface LimitWindow {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** What the rate-limit headers of a reply said; a dimension the service does not report is absent. */
export interface RateLimitSnapshot {
  readonly requests?: LimitWindow;
  readonly tokens?: LimitWindow;
}

/**
 * Reads the six `x-ratelimit-*` headers; `undefined` where there are none.
 *
 * Resets are Go durations; a bare number is seconds, or an epoch where it is too large for that (LiteLLM).
 */
export function readRateLimit(headers: WireHeaders, now: number = Date.now()): RateLimitSnapshot | undefined {
  const requests = window(headers, 'requests', now);
  const tokens = window(headers, 'tokens', now);
  if (requests === undefined && tokens === undefined) return undefined;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function window(headers: WireHeaders, dimension: 'requests' | 'tokens', now: number): LimitWindow | undefined {
  // The number of an empty text is 0, which would be a statement.
  const limit = Number(headers[`x-ratelimit-limit-${dimension}`] || Number.NaN);
  const remaining = Number(headers[`x-ratelimit-remaining-${dimension}`] || Number.NaN);
  if (!Number.isFinite(limit) || !Number.isFinite(remaining)) return undefined;
  return { limit, remaining, resetMs: resetMs(headers[`x-ratelimit-reset-${dimension}`] ?? '', now) ?? 0 };
}

/** Milliseconds until a reset header's moment; `undefined` where it says none. */
export function resetMs(value: string, now: number): number | undefined {
  const duration = parseGoDuration(value);
  if (duration !== undefined) return duration;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) return undefined;
  if (number >= 1e12) return Math.max(0, number - now);
  return number >= 1e9 ? Math.max(0, number * 1000 - now) : number * 1000;
}

/** The length of the window that `requestsPerMinute` and `tokensPerMinute` look at, in milliseconds. */
export const WINDOW_MS = 60_000;

/** The length of a UTC day, in milliseconds. */
const DAY_MS = 86_400_000;

/** The number of the UTC day, counted from 1970. */
export function utcDay(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** Milliseconds until the next UTC day. */
export function untilNextDay(now: number): number {
  return (utcDay(now) + 1) * DAY_MS - now;
}

import type { LimitLine, LineReading } from './store/limit-store.ts';

/** How much of one limit is left. */
export interface Remaining {
  readonly limit: number;
  /** Never below 0, also where more was used than was reserved. */
  readonly remaining: number;
  /** Milliseconds until the whole limit is there again. */
  readonly resetMs: number;
}

/** How much of every limit is left; where several keys have the same limit, the tightest. */
export interface LimitSnapshot {
  readonly requests?: Remaining;
  readonly tokens?: Remaining;
  readonly day?: Remaining;
  readonly concurrent?: Remaining;
}

/** What is left on the given lines. */
export function snapshot(lines: readonly LimitLine[], readings: readonly LineReading[]): LimitSnapshot {
  const tightest: { -readonly [name in keyof LimitSnapshot]: Remaining } = {};
  const note = (name: keyof LimitSnapshot, limit: number | undefined, used: number, resetMs: number): void => {
    if (limit === undefined) return;
    const remaining = Math.max(0, limit - used);
    const known = tightest[name];
    if (known === undefined || remaining < known.remaining) tightest[name] = { limit, remaining, resetMs };
  };
  for (let index = 0; index < lines.length; index += 1) {
    const { limits } = lines[index] as LimitLine;
    const reading = readings[index] as LineReading;
    note('requests', limits.requestsPerMinute, reading.requests, reading.windowResetMs);
    note('tokens', limits.tokensPerMinute, reading.tokens, reading.windowResetMs);
    note('day', limits.tokensPerDay, reading.dayTokens, reading.dayResetMs);
    note('concurrent', limits.concurrent, reading.concurrent, 0);
  }
  return tightest;
}

import type { Limits } from '../limits.ts';
import type { LineReading } from '../store/limit-store.ts';
import { untilNextDay, utcDay, WINDOW_MS } from '../store/window.ts';
import type { Statements } from './statements.ts';

/** How many past days stay known, so that a clock set back over midnight finds its day as it was. */
const DAYS_KEPT = 2;

/** The number of a key's line; `undefined` where nothing was counted for it yet. */
export function findPlace(sql: Statements, group: string, key: string): number | undefined {
  return sql.place.get(group, key)?.place as number | undefined;
}

/** The number of a key's line, made where there was none. */
export function ensurePlace(sql: Statements, group: string, key: string): number {
  const known = findPlace(sql, group, key);
  if (known !== undefined) return known;
  sql.addLine.run(group, key);
  return findPlace(sql, group, key) as number;
}

/** Drops what has left the minute's window, what has expired, and days long past. */
export function evict(sql: Statements, place: number, now: number): void {
  // A clock that was set back would otherwise keep these for as long as it was set back.
  sql.future.run(now, place, now);
  const stale = sql.stale.get(place, now - WINDOW_MS) as { requests: number; tokens: number };
  if (stale.requests > 0) {
    sql.evict.run(place, now - WINDOW_MS);
    sql.addToLine.run(-stale.requests, -stale.tokens, place);
    sql.dropDays.run(place, utcDay(now) - DAYS_KEPT);
  }
  sql.expireRunning.run(place, now);
}

/** How a line stands; one that was never used stands at nothing. */
export function readLine(
  sql: Statements,
  group: string,
  key: string,
  limits: Readonly<Limits>,
  tokens: number,
  now: number,
): LineReading {
  const row = sql.place.get(group, key) as { place: number; requests: number; tokens: number } | undefined;
  const { place = -1, requests = 0, tokens: windowTokens = 0 } = row ?? {};
  const newest = sql.newest.get(place)?.at as number | null | undefined;
  return {
    requests,
    tokens: windowTokens,
    ...waits(sql, place, { requests, tokens: windowTokens }, limits, tokens, now),
    windowResetMs: newest == null ? 0 : newest + WINDOW_MS - now,
    dayTokens: (sql.day.get(place, utcDay(now))?.tokens as number | undefined) ?? 0,
    dayResetMs: untilNextDay(now),
    concurrent: sql.running.get(place, now)?.running as number,
  };
}

function waits(
  sql: Statements,
  place: number,
  used: { requests: number; tokens: number },
  limits: Readonly<Limits>,
  tokens: number,
  now: number,
): Pick<LineReading, 'requestsWaitMs' | 'tokensWaitMs'> {
  const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = limits;
  const never = tokens > tokensPerMinute;
  let requestsWaitMs = 0;
  let tokensWaitMs = never ? -1 : 0;
  let { requests, tokens: windowTokens } = used;
  const requestsFit = (): boolean => requests + 1 <= requestsPerMinute;
  const tokensFit = (): boolean => never || windowTokens + tokens <= tokensPerMinute;
  if (requestsFit() && tokensFit()) return { requestsWaitMs, tokensWaitMs };
  for (const entry of sql.oldest.iterate(place)) {
    const leavesIn = (entry.at as number) + WINDOW_MS - now;
    if (!requestsFit()) requestsWaitMs = leavesIn;
    if (!tokensFit()) tokensWaitMs = leavesIn;
    requests -= 1;
    windowTokens -= entry.tokens as number;
    if (requestsFit() && tokensFit()) break;
  }
  return { requestsWaitMs, tokensWaitMs };
}

import type { LimitLine, LineReading } from './limit-store.ts';
import { WINDOW_MS } from './window.ts';

interface Entry {
  at: number;
  tokens: number;
}

/** How many past days stay known, so that a clock set back over midnight finds its day as it was. */
const DAYS_KEPT = 2;

/** What one key has used: the last minute's requests one by one, tokens by day, and how many run now. */
export class MemoryLine {
  running = 0;
  readonly #window = new Map<string, Entry>();
  #windowTokens = 0;
  #latest = 0;
  #newest = 0;
  readonly #days = new Map<number, number>();

  charge(id: string, tokens: number, now: number, day: number, limits: LimitLine['limits']): void {
    this.running += 1;
    if (limits.requestsPerMinute !== undefined || limits.tokensPerMinute !== undefined) {
      this.#window.set(id, { at: now, tokens });
      this.#windowTokens += tokens;
      this.#newest = Math.max(this.#newest, now);
    }
    this.#days.set(day, (this.#days.get(day) ?? 0) + tokens);
  }

  /** Replaces what was reserved by what was used; without `used` the request itself is taken back too. */
  correct(id: string, reserved: number, used: number | undefined, day: number, countedAt: number | undefined): void {
    const change = (used ?? 0) - reserved;
    this.#days.set(day, Math.max(0, (this.#days.get(day) ?? 0) + change));
    const entry = this.#window.get(id);
    if (entry === undefined) return;
    this.#windowTokens += change;
    if (used === undefined) {
      this.#window.delete(id);
      return;
    }
    entry.tokens = used;
    if (countedAt === undefined || countedAt <= entry.at) return;
    // A later entry goes to the end: the window is evicted from its beginning.
    entry.at = countedAt;
    this.#newest = Math.max(this.#newest, countedAt);
    this.#window.delete(id);
    this.#window.set(id, entry);
  }

  read(line: LimitLine, tokens: number, now: number, day: number, dayResetMs: number): LineReading {
    this.#evict(now, day);
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = line.limits;
    let requests = this.#window.size;
    let windowTokens = this.#windowTokens;
    let requestsWaitMs = 0;
    let tokensWaitMs = tokens > tokensPerMinute ? -1 : 0;
    if (requests + 1 > requestsPerMinute || (tokensWaitMs === 0 && windowTokens + tokens > tokensPerMinute)) {
      for (const entry of this.#window.values()) {
        const leavesIn = Math.ceil(entry.at + WINDOW_MS - now);
        if (requests + 1 > requestsPerMinute) requestsWaitMs = Math.max(requestsWaitMs, leavesIn);
        if (tokensWaitMs >= 0 && windowTokens + tokens > tokensPerMinute)
          tokensWaitMs = Math.max(tokensWaitMs, leavesIn);
        requests -= 1;
        windowTokens -= entry.tokens;
        if (requests + 1 <= requestsPerMinute && windowTokens + tokens <= tokensPerMinute) break;
      }
    }
    return {
      requests: this.#window.size,
      tokens: this.#windowTokens,
      requestsWaitMs,
      tokensWaitMs,
      windowResetMs: this.#window.size === 0 ? 0 : Math.ceil(this.#newest + WINDOW_MS - now),
      dayTokens: this.#days.get(day) ?? 0,
      dayResetMs,
      concurrent: this.running,
    };
  }

  /** Whether nothing of this line can refuse a request any more. */
  isIdle(now: number, day: number): boolean {
    this.#evict(now, day);
    return this.running === 0 && this.#window.size === 0 && this.#days.size === 0;
  }

  #evict(now: number, day: number): void {
    // A clock that was set back would otherwise keep these for as long as it was set back.
    if (now < this.#latest) {
      for (const entry of this.#window.values()) entry.at = Math.min(entry.at, now);
      this.#newest = Math.min(this.#newest, now);
    }
    this.#latest = now;
    for (const [id, entry] of this.#window) {
      if (entry.at > now - WINDOW_MS) break;
      this.#window.delete(id);
      this.#windowTokens -= entry.tokens;
    }
    for (const past of this.#days.keys()) if (past < day - DAYS_KEPT) this.#days.delete(past);
  }
}

import type { PingOutcome } from './ping.ts';

/** Outcomes that are still good, by client, so that a probe every second is not a request every second. */
export class PingCache {
  readonly #outcomes = new Map<string, { until: number; outcome: Promise<PingOutcome> }>();

  /** The outcome of at most `ms` milliseconds ago, or that of asking now. */
  within(ms: number, name: string, ask: () => Promise<PingOutcome>): Promise<PingOutcome> {
    const known = this.#outcomes.get(name);
    if (known !== undefined && known.until > performance.now()) return known.outcome;
    const outcome = ask();
    if (ms > 0) this.#outcomes.set(name, { until: performance.now() + ms, outcome });
    return outcome;
  }
}

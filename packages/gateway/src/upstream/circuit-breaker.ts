/** When an upstream is left alone, and for how long. */
export interface BreakerOptions {
  /** Failures in a row after which it is left alone. @default 5 */
  failures?: number;
  /** Milliseconds until one request tries it again. @default 30000 */
  openMs?: number;
}

/** What a breaker lets through: everything, one probe, or nothing. */
export type BreakerState = 'closed' | 'half_open' | 'open';

/** Keeps requests away from an upstream that fails, and finds out with one at a time whether it is back. */
export class CircuitBreaker {
  readonly #limit: number;
  readonly #openMs: number;
  readonly #clock: () => number;
  #failures = 0;
  #openUntil = 0;
  #probing = false;

  constructor({ failures = 5, openMs = 30_000 }: BreakerOptions, clock: () => number) {
    this.#limit = failures;
    this.#openMs = openMs;
    this.#clock = clock;
  }

  get state(): BreakerState {
    if (this.#failures < this.#limit) return 'closed';
    return this.#clock() < this.#openUntil || this.#probing ? 'open' : 'half_open';
  }

  /** Milliseconds until the next try. */
  get retryAfterMs(): number {
    return Math.max(1_000, this.#openUntil - this.#clock());
  }

  /** Whether a request may go; the one that may while half open is the probe, and has to be reported. */
  admit(): boolean {
    const { state } = this;
    if (state === 'half_open') this.#probing = true;
    return state !== 'open';
  }

  succeeded(): void {
    this.#failures = 0;
    this.#probing = false;
  }

  failed(): void {
    this.#failures += 1;
    this.#probing = false;
    if (this.#failures >= this.#limit) this.#openUntil = this.#clock() + this.#openMs;
  }

  /** A request that said nothing about the upstream: its caller left, or was wrong. */
  undecided(): void {
    this.#probing = false;
  }
}

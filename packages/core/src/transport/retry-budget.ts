/** Tokens a budget holds when full. */
const CAPACITY = 100;
/** What one retry costs; in an outage the bucket is soon empty and calls fail at once instead of tripling the load. */
const RETRY_COST = 5;
/** What a call that succeeded at once gives back: one retry for fifty good calls. */
const SUCCESS_GAIN = 0.1;

/** A token bucket that all calls of a client share, so that a failing service is not stormed with retries. */
export class RetryBudget {
  #tokens = CAPACITY;

  /** Takes what a retry costs; false where too little is left. */
  take(): boolean {
    if (this.#tokens < RETRY_COST) return false;
    this.#tokens -= RETRY_COST;
    return true;
  }

  /** Gives back a little after a call that succeeded at its first attempt. */
  reward(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + SUCCESS_GAIN);
  }
}

/** What ends the reading of a handler's answer from outside: its reader going, or the application closing. */
export class Interruption {
  #reason: { error: unknown } | undefined;
  #waiting: ((error: unknown) => void) | undefined;

  /** Why, once it has come. */
  get reason(): unknown {
    return this.#reason?.error;
  }

  /** Ends the wait under way, and every later one; the first reason counts. */
  interrupt(error: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { error };
    this.#waiting?.(error);
  }

  /** The promise's outcome, or the reason where that comes first; one wait at a time. */
  wait<T>(promise: Promise<T>): Promise<T> {
    // `Promise.race` with one long-lived promise would keep a reaction for every item of a stream.
    return new Promise((resolve, reject) => {
      if (this.#reason !== undefined) {
        promise.catch(() => undefined);
        reject(this.#reason.error);
        return;
      }
      this.#waiting = reject;
      promise.then(resolve, reject);
    });
  }
}

/** Things of which each serves one request at a time; those who come while all are taken wait in order. */
export class Seats<T> {
  readonly #free: T[];
  readonly #waiting = new Set<(seat: T) => void>();

  constructor(seats: readonly T[]) {
    this.#free = [...seats];
  }

  /** Resolves with a seat once one is free; rejects with the signal's reason when it fires first. */
  async take(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return new Promise((resolve, reject) => {
      const sit = (seat: T): void => {
        signal.removeEventListener('abort', leave);
        resolve(seat);
      };
      const leave = (): void => {
        this.#waiting.delete(sit);
        reject(signal.reason);
      };
      this.#waiting.add(sit);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  give(seat: T): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free.push(seat);
      return;
    }
    this.#waiting.delete(next);
    next(seat);
  }
}

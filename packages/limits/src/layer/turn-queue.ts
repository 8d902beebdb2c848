import { ColloquyError } from '@colloquy/core';

/** Lets waiting calls go one by one, in the order in which they came. */
export class TurnQueue {
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  /** Whether a call that came now would have to stand in line. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Runs a task when its turn has come; rejects with `aborted` when the signal fires before. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.#busy) await this.#turn(signal);
    this.#busy = true;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy = false;
      else next();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(aborted(signal));
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(enter);
    });
  }
}

/** The error of a call that was given up while it waited. */
export function aborted(signal: AbortSignal | undefined): ColloquyError {
  return new ColloquyError('aborted', 'The call was aborted while it waited for a free place under its limit.', {
    cause: signal?.reason,
  });
}

import { ColloquyError } from '../errors/index.ts';

/** How long to wait for the next piece of a body, in milliseconds, and until when at the latest. */
export interface Patience {
  /** Milliseconds between two pieces of progress; 0 waits for ever. */
  readonly idle: number;
  /** A moment of `performance.now()`; `Infinity` where there is none. */
  readonly until: number;
}

/**
 * An iterator that gives up, with `timeout`, when nothing that counts as progress comes in time.
 *
 * The clock runs only while somebody waits: a slow reader is not the service's fault. `isProgress` says what counts;
 * what does not is handed on, but its arrival wins no time.
 */
export function watch<T>(
  inner: AsyncIterator<T>,
  patience: () => Patience,
  isProgress: (value: T) => boolean = () => true,
): AsyncIterator<T> {
  return new Watched(inner, patience, isProgress);
}

/** The longest a timer is set for, in milliseconds: waits of one length share a timer, whatever each has left. */
const MAX_TIMER_MS = 60_000;

class Watched<T> implements AsyncIterator<T> {
  readonly #inner: AsyncIterator<T>;
  readonly #patience: () => Patience;
  readonly #isProgress: (value: T) => boolean;
  #waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void } | undefined;
  // One timer for the whole iterator, moved on with each wait: making one each time would cost more than the wait.
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerMs = 0;
  #giveUpAt = 0;
  #began = 0;
  // What is left of the wait, carried over pieces that were no progress.
  #spent = 0;

  constructor(inner: AsyncIterator<T>, patience: () => Patience, isProgress: (value: T) => boolean) {
    this.#inner = inner;
    this.#patience = patience;
    this.#isProgress = isProgress;
  }

  next(): Promise<IteratorResult<T>> {
    this.#arm();
    const arrival = this.#inner.next();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      arrival.then(this.#onResult, this.#onError);
    });
  }

  async return(): Promise<IteratorResult<T>> {
    clearTimeout(this.#timer);
    await this.#inner.return?.();
    return { value: undefined, done: true };
  }

  #arm(): void {
    const { idle, until } = this.#patience();
    this.#began = performance.now();
    const wait = Math.min(idle > 0 ? idle - this.#spent : Number.POSITIVE_INFINITY, until - this.#began);
    if (!Number.isFinite(wait)) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#giveUpAt = this.#began + wait;
    this.#set(Math.min(Math.max(0, wait), MAX_TIMER_MS));
  }

  #set(ms: number): void {
    if (ms === this.#timerMs && this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#timerMs = ms;
    this.#timer = setTimeout(this.#onTimer, ms);
  }

  readonly #onResult = (result: IteratorResult<T>): void => {
    if (result.done) clearTimeout(this.#timer);
    this.#spent = result.done || this.#isProgress(result.value) ? 0 : this.#spent + performance.now() - this.#began;
    this.#settle()?.resolve(result);
  };

  readonly #onError = (error: unknown): void => {
    clearTimeout(this.#timer);
    this.#settle()?.reject(error);
  };

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    // Nobody waits: a slow reader is not the service's fault.
    if (this.#waiting === undefined) return;
    const left = this.#giveUpAt - performance.now();
    if (left >= 1) this.#set(Math.min(left, MAX_TIMER_MS));
    else this.#giveUp();
  };

  #giveUp(): void {
    const waiting = this.#settle();
    if (waiting === undefined) return;
    void Promise.resolve(this.#inner.return?.()).catch(() => undefined);
    const { idle, until } = this.#patience();
    waiting.reject(
      idle > 0 && performance.now() < until
        ? new ColloquyError('timeout', `nothing came for ${idle} ms`, { param: 'timeout.idle' })
        : new ColloquyError('timeout', 'the time given for an answer is over', { param: 'timeout' }),
    );
  }

  #settle(): { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void } | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

import { ColloquyError } from '../errors/index.ts';
import type { Timeouts } from '../wire/index.ts';

/**
 * How long one exchange over HTTP may take, and whether its caller still wants it.
 *
 * It is no `AbortSignal`, because an `AbortController` with its listeners costs as much as the rest of a request here. It
 * leaves no listener on the caller's signal and no timer once `close` was called.
 */
export class Deadline {
  #caller: AbortSignal | undefined;
  readonly #idle: number;
  readonly #until: number;
  #onAbort: (() => void) | undefined;
  #listeners: ((error: ColloquyError) => void)[] = [];
  #controller: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #progress = 0;
  #waitMs = 0;
  #error: ColloquyError | undefined;

  constructor(caller: AbortSignal | undefined, { firstByte = 0, idle = 0, total = 0 }: Timeouts = {}) {
    this.#caller = caller;
    this.#idle = idle;
    this.#until = total > 0 ? performance.now() + total : Number.POSITIVE_INFINITY;
    if (caller !== undefined) {
      this.#onAbort = () => this.#end(abortedError(caller));
      if (caller.aborted) this.#onAbort();
      else caller.addEventListener('abort', this.#onAbort, { once: true });
    }
    this.#wait(firstByte, total);
  }

  /** The error to give where this side ended the exchange; `undefined` where the other side did. */
  get error(): ColloquyError | undefined {
    return this.#error;
  }

  /** The same as an `AbortSignal`, for the libraries that need one. */
  get abortSignal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#error !== undefined) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Calls back when the exchange is ended from this side; at once where it is already. */
  onEnd(listener: (error: ColloquyError) => void): void {
    if (this.#error === undefined) this.#listeners.push(listener);
    else listener(this.#error);
  }

  /** What is under way, or the error of the end where that comes first. */
  race<T>(underWay: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.onEnd(reject);
      underWay.then(resolve, reject);
    });
  }

  /** Ends the wait for headers. From now on silence is bounded, unless somebody above knows better what counts. */
  headersArrived(boundsSilence: boolean): void {
    clearTimeout(this.#timer);
    if (!boundsSilence || (this.#idle <= 0 && this.#until === Number.POSITIVE_INFINITY)) return;
    this.progress();
    this.#wait(this.#idle, this.#until - this.#progress);
  }

  /** Something arrived. */
  progress(): void {
    this.#progress = performance.now();
  }

  /** Lets go of the timer, of the caller's signal, and of everybody who listens. */
  close(): void {
    clearTimeout(this.#timer);
    if (this.#onAbort !== undefined) this.#caller?.removeEventListener('abort', this.#onAbort);
    this.#caller = undefined;
    this.#onAbort = undefined;
    this.#listeners = [];
  }

  #wait(ms: number, left: number): void {
    this.#waitMs = shorter(ms, left === Number.POSITIVE_INFINITY ? 0 : left);
    if (this.#waitMs > 0) this.#timer = setTimeout(() => this.#onTimer(), this.#waitMs);
  }

  #onTimer(): void {
    const now = performance.now();
    const rest = this.#progress === 0 ? 0 : Math.min(this.#progress + this.#idle, this.#until) - now;
    if (rest >= 1) this.#timer = setTimeout(() => this.#onTimer(), rest);
    else this.#end(new ColloquyError('timeout', `no answer within ${Math.round(this.#waitMs)} ms`));
  }

  #end(error: ColloquyError): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.#controller?.abort();
    for (const listener of this.#listeners.splice(0)) listener(error);
  }
}

/** The error of a call that its caller ended; `cause` is the signal's reason. */
export function abortedError(signal: AbortSignal | undefined): ColloquyError {
  return new ColloquyError('aborted', 'the call was aborted by its caller', { cause: signal?.reason });
}

/** The shorter of two waits in milliseconds, where 0 means none. */
export function shorter(a: number, b: number): number {
  if (a <= 0) return Math.max(0, b);
  return b <= 0 ? a : Math.min(a, b);
}

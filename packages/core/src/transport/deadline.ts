import { ColloquyError } from '../errors/index.ts';

/** Why an exchange was ended from this side. */
export type DeadlineReason = 'aborted' | 'timeout';

/**
 * The caller's signal and the wait for headers, as one signal for the HTTP library.
 *
 * It leaves no listener on the caller's signal and no timer once `close` was called.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reason: DeadlineReason | undefined;
  readonly #waitMs: number;

  constructor(caller: AbortSignal | undefined, firstByteMs = 0, totalMs = 0) {
    this.#caller = caller;
    this.#onAbort = () => this.#end('aborted');
    this.#waitMs = shorter(firstByteMs, totalMs);
    if (caller?.aborted) this.#end('aborted');
    else caller?.addEventListener('abort', this.#onAbort, { once: true });
    if (this.#waitMs > 0) this.#timer = setTimeout(() => this.#end('timeout'), this.#waitMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The error to give where this side ended the exchange; `undefined` where the other side did. */
  get error(): ColloquyError | undefined {
    if (this.#reason === 'aborted') return abortedError(this.#caller);
    if (this.#reason === 'timeout') {
      return new ColloquyError('timeout', `no answer within ${this.#waitMs} ms`);
    }
    return undefined;
  }

  /** Ends the wait for headers; the caller's signal still counts until `close`. */
  headersArrived(): void {
    clearTimeout(this.#timer);
  }

  /** Lets go of the timer and of the caller's signal. */
  close(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  #end(reason: DeadlineReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
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

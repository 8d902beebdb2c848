import type { ApiError } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';

/** How soon to ask again, in milliseconds, when a gateway is closing: by then another one has its place. */
const RETRY_AFTER_MS = 5_000;

/** One exchange that is not over yet. */
export interface OpenExchange {
  /** Ends it: the caller left, or the gateway cannot wait for it any longer. */
  readonly signal: AbortSignal;
  leave(): void;
}

/** The exchanges that are not over yet, and the gateway's way of closing: refuse new ones, wait, then end the rest. */
export class OpenExchanges {
  readonly #open = new Set<AbortController>();
  #closing = false;
  #empty: (() => void) | undefined;

  get count(): number {
    return this.#open.size;
  }

  get isClosing(): boolean {
    return this.#closing;
  }

  /** Lets an exchange in; throws 503 while closing. */
  enter(also: AbortSignal | undefined): OpenExchange {
    if (this.#closing) throw closingError();
    const controller = new AbortController();
    const forward = (): void => controller.abort(also?.reason);
    if (also?.aborted) forward();
    else also?.addEventListener('abort', forward, { once: true });
    this.#open.add(controller);
    return {
      signal: controller.signal,
      leave: () => {
        also?.removeEventListener('abort', forward);
        if (this.#open.delete(controller) && this.#open.size === 0) this.#empty?.();
      },
    };
  }

  /** Resolves when all are over; those that are not within `graceMs` are ended with an error. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    if (this.#open.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#empty = resolve;
    });
    const timer = setTimeout(() => {
      for (const controller of [...this.#open]) controller.abort(closingError());
    }, graceMs);
    await empty;
    clearTimeout(timer);
  }
}

/** The error of a request that comes, or is still going on, while the gateway closes. */
export function closingError(): ApiError {
  return refusal(503, 'The server is shutting down. Please try again.', {
    type: 'service_unavailable_error',
    apiCode: 'shutting_down',
    retryAfterMs: RETRY_AFTER_MS,
  });
}

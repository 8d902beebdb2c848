import { refusal } from './refusal.ts';

/** How exchanges ended when a server went down. */
export interface CloseResult {
  /** How many came to their own end within the grace time. */
  readonly drained: number;
  /** How many were ended with an error when it was over. */
  readonly aborted: number;
}

/** The exchanges under way, and their orderly end. */
export class InFlight {
  readonly #open = new Set<AbortController>();
  #closing: Promise<CloseResult> | undefined;
  #onEmpty: (() => void) | undefined;

  /** How many are under way. */
  get size(): number {
    return this.#open.size;
  }

  /** Whether `close` was called, so that nothing new should begin. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Runs an exchange, with a signal that is aborted when the grace time is over before the exchange is, and its controller. */
  async run<T>(exchange: (signal: AbortSignal, controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#open.add(controller);
    try {
      return await exchange(controller.signal, controller);
    } finally {
      this.#open.delete(controller);
      if (this.#open.size === 0) this.#onEmpty?.();
    }
  }

  /** Waits for the exchanges to end, for `graceMs` at most, and ends the others with an error that their callers see. */
  close(graceMs: number): Promise<CloseResult> {
    this.#closing ??= this.#drain(graceMs);
    return this.#closing;
  }

  async #drain(graceMs: number): Promise<CloseResult> {
    const before = this.#open.size;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      if (before === 0) resolve();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([empty, grace]);
    clearTimeout(timer);
    const aborted = this.#open.size;
    for (const controller of this.#open) controller.abort(goingDown());
    if (aborted > 0) await empty;
    return { drained: before - aborted, aborted };
  }
}

/** What a caller is told whose exchange a server that goes down cannot begin, or cannot finish. */
export function goingDown(): Error {
  return refusal(503, 'The server is going down; send the request again in a moment.', {
    type: 'service_unavailable_error',
    apiCode: 'server_closing',
    retryAfterMs: 1000,
  });
}

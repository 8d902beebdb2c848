import type { ServerResponse } from 'node:http';
import { drained } from './drained.ts';

/** How events are written. */
export interface EventWriterOptions {
  /** Milliseconds between two comments while nothing has come yet; 0 for none. @default 15_000 */
  keepAliveMs?: number;
  /** How long a caller may leave what was sent unread, in milliseconds; then it is cut off. @default 30_000 */
  writeTimeoutMs?: number;
  /** Headers beside those that a stream of events needs. */
  headers?: Readonly<Record<string, string>>;
}

/** Without `no-transform` a compressing middleware holds the events back until there are enough to compress. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

const KEEP_ALIVE = ': keep-alive\n\n';

/**
 * Server-sent events on their way to a caller: opened at once, kept alive until the first, held back while the caller
 * does not read.
 */
export class EventWriter {
  readonly #response: ServerResponse;
  readonly #writeTimeoutMs: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(response: ServerResponse, { keepAliveMs = 15_000, writeTimeoutMs, headers }: EventWriterOptions = {}) {
    this.#response = response;
    this.#writeTimeoutMs = writeTimeoutMs;
    response.socket?.setNoDelay(true);
    response.statusCode = 200;
    // Set one by one, so that whoever comes later, such as an error handler, can tell that this is a stream of events.
    for (const [name, value] of Object.entries({ ...headers, ...STREAM_HEADERS })) response.setHeader(name, value);
    response.flushHeaders();
    if (keepAliveMs > 0) {
      this.#timer = setInterval(() => void this.#send(KEEP_ALIVE), keepAliveMs);
      this.#timer.unref();
    }
    response.once('close', () => this.#stopKeepAlive());
  }

  /** Whether nobody is there to read any more. */
  get isClosed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** Writes bytes or text as they are; the promise, where there is one, is for when the caller can take more. */
  write(data: Uint8Array | string): Promise<void> | undefined {
    if (this.#timer !== undefined) this.#stopKeepAlive();
    if (this.isClosed) return undefined;
    return this.#send(data) ? undefined : drained(this.#response, this.#writeTimeoutMs);
  }

  /** Ends the answer, after `data`; nothing happens where nobody reads any more. */
  end(data?: string): void {
    this.#stopKeepAlive();
    if (!this.isClosed) this.#response.end(data);
  }

  #send(data: Uint8Array | string): boolean {
    const goesOn = this.#response.write(data);
    // A middleware that compresses in spite of `no-transform` would otherwise hold the event back.
    (this.#response as { flush?: () => void }).flush?.();
    return goesOn;
  }

  #stopKeepAlive(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

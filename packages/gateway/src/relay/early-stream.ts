import type { ServerResponse } from 'node:http';
import { EventWriter, type EventWriterOptions } from './event-writer.ts';

/**
 * Begins the answer to a caller that waits for a stream for long, so that nothing between the two gives up on it.
 *
 * Until then a failure still has a status of its own; afterwards it is an event of the stream.
 */
export class EarlyStream {
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #writer: EventWriter | undefined;

  constructor(response: ServerResponse, options: EventWriterOptions) {
    const { keepAliveMs = 15_000 } = options;
    if (keepAliveMs <= 0) return;
    this.#timer = setTimeout(() => {
      if (response.headersSent || response.destroyed) return;
      this.#writer = new EventWriter(response, options);
    }, keepAliveMs);
    this.#timer.unref();
  }

  /** The stream, where it was begun; it will not be any more. */
  take(): EventWriter | undefined {
    clearTimeout(this.#timer);
    return this.#writer;
  }
}

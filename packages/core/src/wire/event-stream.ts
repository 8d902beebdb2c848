import type { ServerEvent } from './server-event.ts';

const BRAND = Symbol.for('colloquy.events');

/** The events that arrived in one read, in order; `bytes` are what was read of them where nothing was changed. */
export interface EventBatch {
  readonly events: readonly ServerEvent[];
  readonly bytes?: Uint8Array;
  /**
   * The bytes where they are whole events, in pieces of whole events; then `events` are parsed only when somebody asks for
   * them.
   */
  readonly pieces?: readonly Uint8Array[];
}

/**
 * A stream of server-sent events, handed on a network read at a time.
 *
 * A read of 64 KiB holds two hundred tokens; awaiting it once instead of two hundred times is what keeps decoding at
 * the cost of `JSON.parse`. Iterating works once; leaving the loop closes the connection.
 */
export class EventStream implements AsyncIterable<EventBatch> {
  readonly #open: () => AsyncIterator<EventBatch>;

  constructor(open: () => AsyncIterator<EventBatch>) {
    this.#open = open;
  }

  /** What `isInstance` knows a stream by. */
  get [BRAND](): boolean {
    return true;
  }

  /** Whether a value is an event stream, from this copy of the package or another. */
  static isInstance(value: unknown): value is EventStream {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  }

  /** A stream of the given batches; for tests and for services that live in this process. */
  static from(source: Iterable<EventBatch> | AsyncIterable<EventBatch>): EventStream {
    return new EventStream(() => {
      if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
      const iterator = source[Symbol.iterator]();
      return {
        next: async () => iterator.next() as IteratorResult<EventBatch>,
        return: async () => {
          iterator.return?.();
          return { value: undefined, done: true };
        },
      };
    });
  }

  /** The batches as they arrive; to be called once. */
  [Symbol.asyncIterator](): AsyncIterator<EventBatch> {
    return this.#open();
  }
}

import { ColloquyError, type PartialMessage, StreamError } from '../errors/index.ts';
import { type ErrorContext, errorFromEvent } from '../transport/api-error-from.ts';
import { abortedError } from '../transport/deadline.ts';
import { eventJson } from '../transport/event-json.ts';
import type { EventBatch, EventStream, ServerEvent } from '../wire/index.ts';

type Fields = Record<string, unknown>;

/** What one kind of stream makes of its events. */
export interface Decoder<Item, Final> {
  /** The item an event is; it has been told apart from an error. */
  push(json: Fields): Item;
  /** Whether this event ends the stream, so that nothing more need be waited for. */
  isLast(json: Fields): boolean;
  /** Whether the answer is whole, though the service has not said that the stream is over. */
  readonly isWhole: boolean;
  /** Whether the end mark `[DONE]` makes an answer whole. */
  readonly doneIsEnough: boolean;
  /** The text an item adds to the answer, or ''. */
  textOf(item: Item): string;
  /** The usage the service reported, where it did. */
  readonly usage: unknown;
  partial(): PartialMessage;
  final(): Final;
}

/** How a stream ended. */
export interface StreamEnd {
  readonly reason: 'done' | 'aborted' | 'error';
  readonly error?: ColloquyError;
  /** The usage the service reported, where it did. */
  readonly usage?: unknown;
}

/** Where a stream comes from. */
export interface StreamSource {
  readonly events: EventStream;
  readonly context: ErrorContext;
  /** Ends the exchange below; its signal is the one the request was sent with. */
  readonly controller: AbortController;
  readonly onEnd?: (end: StreamEnd) => void;
}

interface Waiter<Final> {
  resolve(value: Final): void;
  reject(error: unknown): void;
}

/** How long to wait for the end of the connection after the end of the answer, in milliseconds. */
const LINGER_MS = 250;

/**
 * An answer on its way: iterate it once, or ask for its text or its final form.
 *
 * It ends in exactly one way: whole, or with a `StreamError` that carries the message so far. Leaving the loop closes
 * the connection. Items that arrived in one network read are handed on without further waiting.
 */
export class TypedStream<Item, Final> implements AsyncIterable<Item> {
  readonly #source: StreamSource;
  readonly #decoder: Decoder<Item, Final>;
  #inner: AsyncIterator<EventBatch> | undefined;
  #queue: Item[] = [];
  #at = 0;
  #failure: ColloquyError | undefined;
  #ended = false;
  #outcome: { final: Final } | { error: ColloquyError } | undefined;
  readonly #waiters: Waiter<Final>[] = [];

  constructor(source: StreamSource, decoder: Decoder<Item, Final>) {
    this.#source = source;
    this.#decoder = decoder;
  }

  /** Iterates the items; works once, and throws `configuration` the second time. */
  [Symbol.asyncIterator](): AsyncIterator<Item> {
    if (this.#inner !== undefined) {
      throw new ColloquyError('configuration', 'a stream can be read only once; keep what it gave, or use `final()`');
    }
    this.#inner = this.#source.events[Symbol.asyncIterator]();
    return {
      next: () => {
        if (this.#at < this.#queue.length) {
          const value = this.#queue[this.#at] as Item;
          this.#at += 1;
          return Promise.resolve({ value, done: false });
        }
        return this.#read();
      },
      return: async () => {
        await this.#leave();
        return { value: undefined, done: true };
      },
    };
  }

  /** The pieces of the answer's text, as they arrive; reads the stream, which works once. */
  text(): AsyncIterable<string> {
    const items = this[Symbol.asyncIterator]();
    const { textOf } = this.#decoder;
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          for (;;) {
            const result = await items.next();
            if (result.done) return { value: undefined, done: true };
            const text = textOf(result.value);
            if (text !== '') return { value: text, done: false };
          }
        },
        return: async () => {
          await items.return?.();
          return { value: undefined, done: true };
        },
      }),
    };
  }

  /**
   * The whole answer; reads the stream to its end where nobody does.
   *
   * Works alone, while somebody iterates, and after; rejects with the error that ended the stream, and with `aborted`
   * where it was left early.
   */
  async final(): Promise<Final> {
    if (this.#inner === undefined) {
      for await (const _ of this);
    }
    const outcome = this.#outcome;
    if (outcome === undefined) return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    if ('error' in outcome) throw outcome.error;
    return outcome.final;
  }

  /** Ends the stream and its connection; whoever is reading it gets an `aborted` error. */
  abort(reason?: unknown): void {
    this.#source.controller.abort(reason);
    if (this.#inner === undefined) void this.#close();
    this.#settle({ error: this.#broken(abortedError(this.#source.controller.signal)) });
  }

  /** The items as lines of JSON, the form in which the `openai` package passes streams from server to browser. */
  toReadableStream(): ReadableStream<Uint8Array> {
    const items = this[Symbol.asyncIterator]();
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { value, done } = await items.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
      cancel: async () => {
        await items.return?.();
      },
    });
  }

  async #read(): Promise<IteratorResult<Item>> {
    this.#queue = [];
    this.#at = 0;
    while (!this.#ended && this.#failure === undefined) {
      let result: IteratorResult<EventBatch>;
      try {
        result = await this.#untilAborted((this.#inner as AsyncIterator<EventBatch>).next());
      } catch (thrown) {
        this.#breakOff(thrown);
        break;
      }
      if (result.done) this.#onEnd();
      else this.#take(result.value.events);
      if (this.#queue.length > 0) {
        this.#at = 1;
        return { value: this.#queue[0] as Item, done: false };
      }
    }
    const failure = this.#failure;
    if (failure === undefined) return { value: undefined, done: true };
    this.#failure = undefined;
    this.#ended = true;
    throw failure;
  }

  /** Decodes one read; an error in it is kept until what came before it has been handed on. */
  #take(events: readonly ServerEvent[]): void {
    try {
      for (const event of events) {
        if (event.isDone) {
          if (this.#decoder.isWhole || this.#decoder.doneIsEnough) this.#finish();
          else this.#onEnd();
          return;
        }
        const json = eventJson(event, this.#source.context);
        const error = errorFromEvent(json, this.#source.context, event.name);
        if (error !== undefined) throw error;
        this.#queue.push(this.#decoder.push(json));
        if (this.#decoder.isLast(json)) {
          this.#finish();
          return;
        }
      }
    } catch (thrown) {
      void this.#close();
      this.#fail(thrown);
    }
  }

  #onEnd(): void {
    if (this.#decoder.isWhole) this.#finish();
    else this.#fail(new ColloquyError('stream_incomplete', 'the stream ended without saying that it was finished'));
  }

  #breakOff(thrown: unknown): void {
    const { signal } = this.#source.controller;
    // The service had finished, and only the end of the connection was missing.
    if (this.#decoder.isWhole && !signal.aborted) this.#finish();
    else this.#fail(signal.aborted ? abortedError(signal) : thrown);
  }

  #finish(): void {
    this.#ended = true;
    void this.#linger();
    this.#settle({ final: this.#decoder.final() });
  }

  #fail(thrown: unknown): void {
    const error = this.#broken(thrown);
    this.#failure = error;
    this.#settle({ error });
  }

  #settle(outcome: { final: Final } | { error: ColloquyError }): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    for (const waiter of this.#waiters.splice(0)) {
      if ('error' in outcome) waiter.reject(outcome.error);
      else waiter.resolve(outcome.final);
    }
    const error = 'error' in outcome ? outcome.error : undefined;
    const reason = error === undefined ? 'done' : error.code === 'aborted' ? 'aborted' : 'error';
    const { usage } = this.#decoder;
    this.#source.onEnd?.({ reason, ...(error && { error }), ...(usage ? { usage } : {}) });
  }

  /** An error as one of a broken stream, with what had arrived. */
  #broken(thrown: unknown): ColloquyError {
    const { provider, headers } = this.#source.context;
    const error = ColloquyError.isInstance(thrown)
      ? thrown
      : new ColloquyError('connection', 'the stream broke', { cause: thrown });
    if (StreamError.isInstance(error)) return error;
    const partial = this.#decoder.partial();
    // Before the first content a failure is that of any call; the layer that retries has done what it could.
    const started =
      partial.content !== null || partial.tool_calls !== undefined || partial.reasoning_content !== undefined;
    if (!started && error.code !== 'stream_incomplete' && error.code !== 'aborted') return error;
    const code = BROKEN[error.param === 'timeout.idle' ? 'idle' : error.code] ?? error.code;
    return new StreamError(code, error.message, {
      ...(error as unknown as Fields),
      provider: provider.name,
      attempts: error.attempts || 1,
      retryable: error.code === 'stream_incomplete' && !started,
      requestId: error.requestId ?? headers['x-request-id'],
      headers,
      cause: error.cause,
      partial,
    });
  }

  async #leave(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue = [];
    await this.#close();
    this.#settle({ error: this.#broken(new ColloquyError('aborted', 'the stream was left before its end')) });
  }

  async #close(): Promise<void> {
    const inner = this.#inner ?? this.#source.events[Symbol.asyncIterator]();
    this.#inner = inner;
    await inner.return?.();
  }

  /** Waits a moment for the end of the connection, so that it can serve the next call, and closes it otherwise. */
  async #linger(): Promise<void> {
    const inner = this.#inner as AsyncIterator<EventBatch>;
    const timer = setTimeout(() => void inner.return?.(), LINGER_MS);
    try {
      for (let reads = 0; reads < 4 && !(await inner.next()).done; reads += 1);
    } catch {
      // The answer is whole; how its connection ends is of no interest.
    } finally {
      clearTimeout(timer);
      await inner.return?.();
    }
  }

  #untilAborted<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#source.controller;
    if (signal.aborted) {
      promise.catch(() => undefined);
      return Promise.reject(abortedError(signal));
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        void this.#close();
        reject(abortedError(signal));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }
}

/** What a failure is called once part of the answer has arrived. */
const BROKEN: Readonly<Record<string, ColloquyError['code'] | undefined>> = {
  connection: 'stream_interrupted',
  truncated: 'stream_interrupted',
  idle: 'stream_stalled',
};

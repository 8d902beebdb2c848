import { ColloquyError } from '../errors/index.ts';
import { errorFromEvent } from '../transport/api-error-from.ts';
import { abortedError } from '../transport/deadline.ts';
import { eventJson } from '../transport/event-json.ts';
import type { EventBatch, ServerEvent } from '../wire/index.ts';
import { brokenStream } from './broken-stream.ts';
import type { Decoder } from './decoder.ts';
import { jsonLines } from './json-lines.ts';
import { linger } from './linger.ts';
import { stepping } from './stepping.ts';
import type { StreamSource } from './stream-source.ts';

const decoder = new TextDecoder();

const nothingPasses = (): undefined => undefined;

interface Waiter<Final> {
  resolve(value: Final): void;
  reject(error: unknown): void;
}

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
  // What one read brought; each event is decoded when it is asked for, while its bytes are still near.
  #events: readonly ServerEvent[] = [];
  #at = 0;
  #failure: ColloquyError | undefined;
  #ended = false;
  /** Whether events went on unread, so that nobody knows the whole answer. */
  #isPassedOn = false;
  #outcome: { final: Final } | { error: ColloquyError } | undefined;
  #giveUp: ((error: unknown) => void) | undefined;
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
    this.#source.controller.signal.addEventListener('abort', this.#onAbort, { once: true });
    return {
      next: () => {
        const value = this.#decodeNext();
        return value === undefined ? this.#read<never>(nothingPasses) : Promise.resolve({ value, done: false });
      },
      return: async () => {
        await this.#leave();
        return { value: undefined, done: true };
      },
    };
  }

  /**
   * The items, all those of one network read together; reads the stream, which works once.
   *
   * For callers to whom each step costs more than an item: what arrived together is handed on together.
   */
  batches(): AsyncIterable<readonly Item[]> {
    const items = this[Symbol.asyncIterator]();
    return stepping<readonly Item[]>(items, async () => {
      const first = await items.next();
      if (first.done) return { value: undefined, done: true };
      const value = [first.value];
      for (let item = this.#decodeNext(); item !== undefined; item = this.#decodeNext()) value.push(item);
      return { value, done: false };
    });
  }

  /**
   * The items as server-sent events, all those of one network read together; reads the stream, which works once.
   *
   * For a server that passes the stream on: a read of nothing but pieces of text in OpenAI's shape goes on as the bytes it
   * came in, so that afterwards `final()` has no answer to give. Whoever asks for it before gets it.
   */
  frames(): AsyncIterable<string | Uint8Array> {
    const items = this[Symbol.asyncIterator]();
    const { frame } = this.#decoder;
    // The first read is decoded, so that a stream that breaks later is known to have begun.
    let passes: (batch: EventBatch) => Uint8Array | undefined = nothingPasses;
    return stepping<string | Uint8Array>(items, async () => {
      const { value: first, done } = await this.#read(passes);
      if (done) return { value: undefined, done: true };
      passes = this.#passes;
      if (first instanceof Uint8Array) return { value: first, done: false };
      let value = frame(first);
      for (let item = this.#decodeNext(); item !== undefined; item = this.#decodeNext()) value += frame(item);
      return { value, done: false };
    });
  }

  /** Whether everything has arrived, and the answer is whole. */
  get isOver(): boolean {
    return this.#outcome !== undefined && 'final' in this.#outcome;
  }

  /** The pieces of the answer's text, as they arrive; reads the stream, which works once. */
  text(): AsyncIterable<string> {
    const items = this[Symbol.asyncIterator]();
    const { textOf } = this.#decoder;
    return stepping<string>(items, async () => {
      for (;;) {
        const result = await items.next();
        if (result.done) return { value: undefined, done: true };
        const text = textOf(result.value);
        if (text !== '') return { value: text, done: false };
      }
    });
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
    if (this.#isPassedOn && !(outcome !== undefined && 'error' in outcome)) {
      throw new ColloquyError('configuration', 'the stream was passed on unread; ask for `final()` before it is');
    }
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
    return jsonLines(this[Symbol.asyncIterator]());
  }

  async #read<Passed = never>(
    passes: (batch: EventBatch) => Passed | undefined,
  ): Promise<IteratorResult<Item | Passed>> {
    while (!this.#ended && this.#failure === undefined) {
      let result: IteratorResult<EventBatch>;
      try {
        result = await this.#untilAborted((this.#inner as AsyncIterator<EventBatch>).next());
      } catch (thrown) {
        this.#breakOff(thrown);
        break;
      }
      if (result.done) {
        this.#onEnd();
        break;
      }
      const passed = passes(result.value);
      if (passed !== undefined) return { value: passed, done: false };
      this.#events = result.value.events;
      this.#at = 0;
      const value = this.#decodeNext();
      if (value !== undefined) return { value, done: false };
    }
    const failure = this.#failure;
    if (failure === undefined) return { value: undefined, done: true };
    this.#failure = undefined;
    this.#ended = true;
    throw failure;
  }

  /** The bytes of a read that needs no decoding. */
  readonly #passes = ({ pieces = [], bytes }: EventBatch): Uint8Array | undefined => {
    if (this.#waiters.length > 0 || pieces.length === 0 || !this.#decoder.passes(decoder.decode(bytes)))
      return undefined;
    this.#isPassedOn = true;
    return bytes;
  };

  /** The next item of what was read; `undefined` where there is none, or where the stream ended or failed there. */
  #decodeNext(): Item | undefined {
    while (this.#at < this.#events.length) {
      const event = this.#events[this.#at] as ServerEvent;
      this.#at += 1;
      let item: Item | undefined;
      try {
        if (event.isDone) {
          this.#events = [];
          if (this.#decoder.isWhole || this.#decoder.doneIsEnough) this.#finish();
          else this.#onEnd();
          return undefined;
        }
        const json = eventJson(event, this.#source.context);
        const error = errorFromEvent(json, this.#source.context, event.name);
        if (error !== undefined) throw error;
        item = this.#decoder.push(json);
        if (this.#decoder.isLast(json)) {
          this.#events = [];
          this.#finish();
        }
      } catch (thrown) {
        this.#events = [];
        void this.#close();
        this.#fail(thrown);
        return undefined;
      }
      if (item !== undefined) return item;
    }
    return undefined;
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
    void linger(this.#inner as AsyncIterator<EventBatch>);
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
    // Left on, it would keep the whole stream in memory until the next full collection.
    this.#source.controller.signal.removeEventListener('abort', this.#onAbort);
    this.#giveUp = undefined;
    for (const waiter of this.#waiters.splice(0)) {
      if ('error' in outcome) waiter.reject(outcome.error);
      else waiter.resolve(outcome.final);
    }
    const error = 'error' in outcome ? outcome.error : undefined;
    const reason = error === undefined ? 'done' : error.code === 'aborted' ? 'aborted' : 'error';
    const { usage } = this.#decoder;
    this.#source.onEnd?.({ reason, ...(error && { error }), ...(usage ? { usage } : {}) });
  }

  #broken(thrown: unknown): ColloquyError {
    return brokenStream(thrown, this.#decoder.partial(), this.#source.context);
  }

  async #leave(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#events = [];
    await this.#close();
    this.#settle({ error: this.#broken(new ColloquyError('aborted', 'the stream was left before its end')) });
  }

  async #close(): Promise<void> {
    const inner = this.#inner ?? this.#source.events[Symbol.asyncIterator]();
    this.#inner = inner;
    try {
      await inner.return?.();
    } catch {
      // Nobody waits for what is being left; how its end fails is of no interest.
    }
  }

  /** A read that is given up when the stream is aborted, whether or not the transport below takes notice. */
  #untilAborted(reading: Promise<IteratorResult<EventBatch>>): Promise<IteratorResult<EventBatch>> {
    const { signal } = this.#source.controller;
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      reading.then(resolve, reject);
      if (signal.aborted) this.#onAbort();
    });
  }

  readonly #onAbort = (): void => {
    this.#giveUp?.(abortedError(this.#source.controller.signal));
    void this.#close();
  };
}

import { isContent } from '../dialect/is-content.ts';
import type { Provider } from '../dialect/provider.ts';
import { ColloquyError } from '../errors/index.ts';
import {
  type EventBatch,
  EventStream,
  holdsEvents,
  type Transport,
  type TransportLayer,
  type WireReply,
  type WireRequest,
} from '../wire/index.ts';
import { isByteStream } from '../wire/is-byte-stream.ts';
import { headFirst } from '../wire/read-parts.ts';
import { type ErrorContext, errorFromEvent } from './api-error-from.ts';
import { abortedError } from './deadline.ts';
import { eventJson } from './event-json.ts';
import type { RetryBudget } from './retry-budget.ts';
import { backoffMs } from './retry-delay.ts';
import { sleep } from './sleep.ts';
import { watch } from './watch.ts';

/** The longest wait a service may ask for where the call has no deadline, in milliseconds. */
const MAX_WAIT_MS = 60_000;

/** What retrying needs to know. */
export interface RetryOptions {
  readonly provider: Provider;
  /** What must not appear in an error. */
  readonly secrets: Iterable<string>;
  readonly budget: RetryBudget;
}

/**
 * Sends a request again when that may help: until the first content of a stream, never after it.
 *
 * All attempts carry one `Idempotency-Key`, so that a service that honours it executes the call once. What arrived
 * before the first content is held back, so that the caller sees one clean stream.
 */
export function retry(options: RetryOptions): TransportLayer {
  return (next) => async (request) => {
    const call = new RetryingCall(next, request, options);
    const reply = await call.open();
    return EventStream.isInstance(reply.body) ? { ...reply, body: call.stream(reply, reply.body) } : reply;
  };
}

class RetryingCall {
  readonly #next: Transport;
  readonly #request: WireRequest;
  readonly #options: RetryOptions;
  readonly #until: number;
  readonly #answerUntil: number;
  #attempts = 0;

  constructor(next: Transport, request: WireRequest, options: RetryOptions) {
    this.#next = next;
    this.#options = options;
    this.#request = withIdempotencyKey(request);
    const { total = 0, answer = 0 } = request.timeout ?? {};
    const now = performance.now();
    this.#until = total > 0 ? now + total : Number.POSITIVE_INFINITY;
    this.#answerUntil = answer > 0 ? Math.min(this.#until, now + answer) : this.#until;
  }

  /** Sends the request until it is answered well; rejects with the last error, which knows the number of attempts. */
  async open(): Promise<WireReply> {
    for (;;) {
      this.#attempts += 1;
      try {
        const reply = await this.#next(this.#attempt());
        if (this.#attempts === 1) this.#options.budget.reward();
        return reply;
      } catch (thrown) {
        await this.#recover(this.#known(thrown));
      }
    }
  }

  /** The events of a reply, which are those of another attempt where this one fails before its first content. */
  stream(first: WireReply, body: EventStream): EventStream {
    return new EventStream(() => {
      const held: EventBatch[] = [];
      let committed = false;
      let began = 0;
      const { firstByte = 0, idle = 0, content = firstByte } = this.#request.timeout ?? {};
      const patience = () => {
        if (committed) return { idle, until: this.#until };
        const firstUntil = content > 0 ? began + content : Number.POSITIVE_INFINITY;
        return { idle: 0, until: Math.min(this.#answerUntil, firstUntil) };
      };
      const start = (stream: EventStream) => {
        began = performance.now();
        return watch(stream[Symbol.asyncIterator](), patience, holdsEvents);
      };
      let inner: AsyncIterator<EventBatch> | undefined;
      let context = this.#context(first);

      const rethrow = (thrown: unknown): never => {
        throw this.#known(thrown);
      };
      const firstContent = async (): Promise<IteratorResult<EventBatch>> => {
        inner ??= start(body);
        while (!committed) {
          try {
            const result = await inner.next();
            if (result.done) throw nothingCame(this.#options.provider);
            held.push(result.value);
            committed = holdsContent(result.value, context);
          } catch (thrown) {
            await inner.return?.().catch(() => undefined);
            held.length = 0;
            await this.#recover(this.#known(thrown));
            const reply = await this.open();
            if (!EventStream.isInstance(reply.body)) throw nothingCame(this.#options.provider);
            context = this.#context(reply);
            inner = start(reply.body);
          }
        }
        const batch = held.shift();
        return batch === undefined ? inner.next().catch(rethrow) : { value: batch, done: false };
      };

      return {
        next: () => {
          const batch = held.shift();
          if (batch !== undefined) return Promise.resolve({ value: batch, done: false });
          return committed && inner !== undefined ? inner.next().then(undefined, rethrow) : firstContent();
        },
        return: async () => {
          committed = true;
          held.length = 0;
          if (inner !== undefined) await inner.return?.();
          else await body[Symbol.asyncIterator]().return?.();
          return { value: undefined, done: true };
        },
      };
    });
  }

  #attempt(): WireRequest {
    const { timeout } = this.#request;
    if (timeout === undefined || this.#answerUntil === Number.POSITIVE_INFINITY) return this.#request;
    return { ...this.#request, timeout: { ...timeout, total: Math.max(1, this.#answerUntil - performance.now()) } };
  }

  #context(reply: WireReply): ErrorContext {
    const { provider, secrets } = this.#options;
    return { provider, secrets, headers: reply.headers };
  }

  #known(thrown: unknown): ColloquyError {
    const error = ColloquyError.isInstance(thrown)
      ? thrown
      : new ColloquyError('connection', 'the exchange failed', { cause: thrown });
    error.attempts = this.#attempts;
    error.provider ??= this.#options.provider.name;
    return error;
  }

  /** Waits before the next attempt; throws the error where there is to be none. */
  async #recover(error: ColloquyError): Promise<void> {
    const { signal, maxRetries = 0 } = this.#request;
    if (signal?.aborted && error.code !== 'aborted') throw this.#known(abortedError(signal));
    if (!error.retryable || this.#attempts > maxRetries || !isReplayable(this.#request)) throw error;
    const asked = error.retryAfterMs;
    const delayMs = asked ?? backoffMs(this.#attempts);
    const left = this.#answerUntil - performance.now();
    if (delayMs > (Number.isFinite(left) ? left : MAX_WAIT_MS)) throw error;
    // A service that says when to come back sets the pace itself; the budget guards against our own guesses.
    if (asked === undefined && !this.#options.budget.take()) throw error;
    this.#request.onRetry?.({ error, attempt: this.#attempts, delayMs });
    await sleep(delayMs, signal).catch((aborted) => {
      throw this.#known(aborted);
    });
  }
}

/** Whether a batch holds content; throws what an error event in it says. */
function holdsContent(batch: EventBatch, context: ErrorContext): boolean {
  for (const { events } of headFirst(batch)) {
    for (const event of events) {
      if (event.isDone) throw nothingCame(context.provider as Provider);
      const json = eventJson(event, context);
      const error = errorFromEvent(json, context, event.name);
      if (error !== undefined) throw error;
      if (isContent(json)) return true;
    }
  }
  return false;
}

function nothingCame(provider: Provider): ColloquyError {
  return new ColloquyError('stream_incomplete', `${provider.label} ended the stream before any content`, {
    provider: provider.name,
    retryable: true,
  });
}

function withIdempotencyKey(request: WireRequest): WireRequest {
  if (request.method !== 'POST' || request.headers['idempotency-key'] !== undefined) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': idempotencyKey() } };
}

/** A key that no other call has. */
export function idempotencyKey(): string {
  return `colloquy-${crypto.randomUUID()}`;
}

/** A body that is a stream can be sent again only where it says that it opens anew. */
function isReplayable({ body }: WireRequest): boolean {
  return !isByteStream(body) || (body as { replayable?: boolean }).replayable === true;
}

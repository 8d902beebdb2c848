import type { Endpoint, Provider } from '../dialect/provider.ts';
import { ApiError, ColloquyError } from '../errors/index.ts';
import { type ApiPromise, apiPromise, type WithResponse } from '../resources/api-promise.ts';
import type { Caller, CallOptions, CallSpec, ReplyFacts, Spec, StreamOpener } from '../resources/caller.ts';
import { type ErrorContext, errorFromEvent, requestIdOf } from '../transport/api-error-from.ts';
import { type RateLimitSnapshot, readRateLimit } from '../transport/rate-limit-headers.ts';
import { parseJson } from '../transport/read-reply.ts';
import { idempotencyKey } from '../transport/retry.ts';
import {
  collect,
  EventStream,
  type Timeouts,
  type Transport,
  type WireReply,
  type WireRequest,
} from '../wire/index.ts';
import { CallWatch } from './call-watch.ts';
import {
  type ClientSettings,
  checkHeader,
  checkRetries,
  checkTimeout,
  eachWait,
  mergeTimeout,
} from './client-options.ts';
import { LEFT_OUT, pipeline } from './pipeline.ts';

type Accept = 'application/json' | 'text/event-stream' | '*/*';

/** The calls of one client. */
export class ClientCaller implements Caller {
  readonly transport: Transport;
  readonly #settings: ClientSettings;
  readonly #open = new Set<AbortController>();
  /** Whether ending the connections ends the calls; where it does not, every call needs a signal of its own. */
  readonly #ownsConnections: boolean;
  #limits: RateLimitSnapshot | undefined;
  #closed = false;

  constructor(base: Transport, settings: ClientSettings, ownsConnections: boolean) {
    this.#settings = settings;
    this.#ownsConnections = ownsConnections;
    this.transport = withDefaults(pipeline(base, settings), settings);
  }

  get limits(): RateLimitSnapshot | undefined {
    return this.#limits;
  }

  json<T>(spec: Spec, options?: CallOptions, shape?: (json: Record<string, unknown>) => unknown): ApiPromise<T> {
    return apiPromise(
      this.#call(spec, options, 'application/json', async (reply, context, watch) => {
        const json = parseJson(await collect(reply.body), context) as Record<string, unknown>;
        if (typeof json !== 'object' || json === null) throw notAnObject(context.provider as Provider);
        // Some proxies answer 200 with nothing but an error.
        const { object } = json;
        const said = object === undefined || object === 'error' ? errorFromEvent(json, context) : undefined;
        if (said !== undefined) throw said;
        watch.usage(json['usage']);
        return (shape === undefined ? json : shape(json)) as T;
      }),
    );
  }

  stream<T>(spec: Spec, options: CallOptions | undefined, open: StreamOpener<T>): ApiPromise<T> {
    return apiPromise(
      this.#call(spec, options, 'text/event-stream', async ({ body }, context, watch, cancel) => {
        if (!EventStream.isInstance(body)) throw new ColloquyError('content_type', 'the transport gave no events');
        const { controller } = cancel as Cancel;
        return open({
          events: body,
          context,
          controller,
          onEnd: (end) => {
            this.#release(cancel);
            watch.streamEnd(end);
          },
        });
      }),
    );
  }

  bytes<T>(spec: Spec, options: CallOptions | undefined, read: (reply: WireReply) => Promise<T> | T): ApiPromise<T> {
    return apiPromise(this.#call(spec, options, '*/*', async (reply) => read(reply)));
  }

  /** Ends every open call; later ones are refused. */
  close(): void {
    this.#closed = true;
    for (const controller of this.#open) controller.abort(new Error('the client was closed'));
    this.#open.clear();
  }

  async #call<T>(
    given: Spec,
    options: CallOptions = {},
    accept: Accept,
    read: (reply: WireReply, context: ErrorContext, watch: CallWatch, cancel: Cancel | undefined) => Promise<T>,
  ): Promise<WithResponse<T>> {
    const { provider, secrets } = this.#settings;
    const signal = either(options.signal, this.#settings.signal());
    const streaming = accept === 'text/event-stream';
    const cancel = streaming || !this.#ownsConnections ? this.#cancel(signal) : undefined;
    const watch = new CallWatch(this.#settings);
    try {
      if (this.#closed) throw new ColloquyError('configuration', 'the client is closed; make a new one');
      const spec = typeof given === 'function' ? given() : given;
      offers(provider, spec.endpoint);
      const request = this.#request(spec, options, accept, cancel?.controller.signal ?? signal, watch);
      watch.request(request);
      const reply = await this.transport(request);
      const facts = factsOf(reply);
      this.#limits = facts.rateLimit ?? this.#limits;
      watch.response(facts);
      const data = await read(reply, { provider, secrets, headers: reply.headers }, watch, cancel);
      if (!streaming) {
        this.#release(cancel);
        watch.end();
      }
      return { data, ...facts };
    } catch (thrown) {
      const error = known(thrown, provider);
      if (ApiError.isInstance(error)) this.#limits = readRateLimit(error.headers) ?? this.#limits;
      this.#release(cancel);
      watch.end(error);
      throw error;
    }
  }

  /** A controller for one call that the caller's signal also ends. */
  #cancel(signal: AbortSignal | undefined): Cancel {
    const controller = new AbortController();
    const forward = () => controller.abort(signal?.reason);
    if (signal?.aborted) forward();
    else signal?.addEventListener('abort', forward, { once: true });
    this.#open.add(controller);
    return { controller, release: () => signal?.removeEventListener('abort', forward) };
  }

  #release(cancel: Cancel | undefined): void {
    if (cancel === undefined) return;
    this.#open.delete(cancel.controller);
    cancel.release();
  }

  #request(
    spec: CallSpec,
    options: CallOptions,
    accept: Accept,
    signal: AbortSignal | undefined,
    watch: CallWatch,
  ): WireRequest {
    const settings = this.#settings;
    const headers: Record<string, string> = { accept, ...spec.headers };
    if (spec.method === 'POST') headers['idempotency-key'] = idempotencyKey();
    const requestId = settings.requestId();
    if (requestId !== undefined) addHeaders(headers, { 'x-client-request-id': requestId });
    if (options.headers !== undefined) addHeaders(headers, options.headers);
    const timeout =
      options.timeout === undefined ? settings.timeout : mergeTimeout(settings.timeout, checkTimeout(options.timeout));
    return {
      method: spec.method,
      path: spec.path,
      query: spec.query,
      headers,
      body: spec.body,
      signal,
      timeout: timeouts(timeout, accept === 'text/event-stream'),
      maxRetries: options.maxRetries === undefined ? settings.maxRetries : checkRetries(options.maxRetries),
      onRetry: watch.onRetry,
    };
  }
}

/** How one call is ended from this side, and how to let go of the caller's signal. */
interface Cancel {
  readonly controller: AbortController;
  release(): void;
}

function addHeaders(headers: Record<string, string>, given: NonNullable<CallOptions['headers']>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    headers[name.toLowerCase()] = value === null ? LEFT_OUT : checkHeader(name, value, 'headers');
  }
}

/** A signal that fires with either; most calls have at most one, and then it is that one. */
function either(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a !== undefined && b !== undefined ? AbortSignal.any([a, b]) : (a ?? b);
}

/** Gives requests that are not this client's own calls, such as those of a router, its waits and its retries. */
function withDefaults(transport: Transport, { timeout, maxRetries }: ClientSettings): Transport {
  return (request) => {
    if (request.timeout !== undefined && request.maxRetries !== undefined) return transport(request);
    const streaming = request.headers['accept']?.includes('text/event-stream') ?? false;
    return transport({
      ...request,
      timeout: request.timeout ?? timeouts(timeout, streaming),
      maxRetries: request.maxRetries ?? maxRetries,
    });
  };
}

function timeouts(timeout: number | Timeouts, streaming: boolean): Timeouts {
  if (typeof timeout !== 'number') return timeout;
  const each = eachWait(timeout);
  return streaming ? { ...each, answer: timeout } : { ...each, total: timeout };
}

/** Each of the two chat APIs stands in for the other, by translation. */
const STAND_IN: Partial<Record<Endpoint, Endpoint>> = { chat: 'responses', responses: 'chat' };

const WORDS: Readonly<Record<Endpoint, string>> = {
  chat: 'chat completions',
  stored_chat: 'stored chat completions',
  responses: 'responses',
  stored_responses: 'stored responses',
  models: 'a list of models',
  files: 'files',
  uploads: 'uploads in parts',
  fine_tuning: 'fine-tuning',
  embeddings: 'embeddings',
  moderations: 'moderations',
  batches: 'batches',
};

function offers(provider: Provider, endpoint: Endpoint): void {
  const standIn = STAND_IN[endpoint];
  if (provider.endpoints.includes(endpoint)) return;
  if (standIn !== undefined && provider.endpoints.includes(standIn)) return;
  throw new ColloquyError(
    'unsupported',
    `${provider.label} does not offer ${WORDS[endpoint]}; use a provider that does, or \`extend\` this one if it has come to`,
    { provider: provider.name },
  );
}

function factsOf({ status, headers }: WireReply): ReplyFacts {
  return { status, headers, requestId: requestIdOf(headers), rateLimit: readRateLimit(headers) };
}

function known(thrown: unknown, provider: Provider): ColloquyError {
  const error = ColloquyError.isInstance(thrown)
    ? thrown
    : new ColloquyError('connection', 'the call failed', { cause: thrown });
  error.provider ??= provider.name;
  return error;
}

function notAnObject(provider: Provider): ColloquyError {
  return new ColloquyError('parse', `${provider.label} answered with JSON that is not an object`, {
    provider: provider.name,
  });
}

import { shapeCompletion } from '../dialect/chat-shape.ts';
import { needsNormalising } from '../dialect/needs-normalising.ts';
import type { Provider } from '../dialect/provider.ts';
import { ColloquyError } from '../errors/index.ts';
import { ChatStream } from '../stream/chat-stream.ts';
import type {
  ChatCompletion,
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionDeleted,
  ChatCompletionListParams,
  ChatCompletionStoreMessage,
} from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions, CallSpec } from './caller.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';

/** Stored chat completions' messages. */
export interface ChatCompletionMessages {
  /** The messages of a completion that was created with `store: true`. */
  list(
    completionId: string,
    query?: { after?: string; limit?: number; order?: 'asc' | 'desc' },
    options?: CallOptions,
  ): PagePromise<ChatCompletionStoreMessage>;
}

/** `client.chat.completions`. */
export interface ChatCompletions {
  /** Streams the answer chunk by chunk. */
  create(body: ChatCompletionCreateParamsStreaming, options?: CallOptions): ApiPromise<ChatStream>;
  /** Asks for the whole answer; on a service that has only the Responses API the request is translated. */
  create(body: ChatCompletionCreateParamsNonStreaming, options?: CallOptions): ApiPromise<ChatCompletion>;
  /** For a `stream` that is known only when it runs. */
  create(body: ChatCompletionCreateParams, options?: CallOptions): ApiPromise<ChatCompletion | ChatStream>;
  /** The same as `create` with `stream: true`. */
  stream(body: Omit<ChatCompletionCreateParams, 'stream'>, options?: CallOptions): ApiPromise<ChatStream>;
  /** A completion that was created with `store: true`. */
  retrieve(completionId: string, options?: CallOptions): ApiPromise<ChatCompletion>;
  /** Replaces the metadata of a stored completion. */
  update(
    completionId: string,
    body: { metadata: Record<string, string> | null },
    options?: CallOptions,
  ): ApiPromise<ChatCompletion>;
  /** The completions that were created with `store: true`. */
  list(query?: ChatCompletionListParams, options?: CallOptions): PagePromise<ChatCompletion>;
  /** Deletes a stored completion. */
  delete(completionId: string, options?: CallOptions): ApiPromise<ChatCompletionDeleted>;
  readonly messages: ChatCompletionMessages;
}

/** `client.chat`. */
export interface Chat {
  readonly completions: ChatCompletions;
}

const PATH = '/chat/completions';

/** Chat completions over a caller. */
export function chat(caller: Caller, provider: Provider): Chat {
  const isOpenAI = !needsNormalising(provider);
  const stored = (completionId: string, method: CallSpec['method']): CallSpec => ({
    endpoint: 'stored_chat',
    method,
    path: `${PATH}/${pathSegment(completionId, 'completion_id')}`,
  });

  const open = (body: object, options?: CallOptions): ApiPromise<ChatStream> =>
    caller.stream(
      { endpoint: 'chat', method: 'POST', path: PATH, body: { ...body, stream: true } },
      options,
      (source) => new ChatStream(source, provider.quirks.completion, isOpenAI),
    );

  function create(body: ChatCompletionCreateParamsStreaming, options?: CallOptions): ApiPromise<ChatStream>;
  function create(body: ChatCompletionCreateParamsNonStreaming, options?: CallOptions): ApiPromise<ChatCompletion>;
  function create(body: ChatCompletionCreateParams, options?: CallOptions): ApiPromise<ChatCompletion | ChatStream>;
  function create(body: ChatCompletionCreateParams, options?: CallOptions): ApiPromise<ChatCompletion | ChatStream> {
    if (body.stream === true) return open(body, options);
    const spec: CallSpec = { endpoint: 'chat', method: 'POST', path: PATH, body: { ...body, stream: false } };
    return caller.json<ChatCompletion>(spec, options, completionOf);
  }

  return {
    completions: {
      create,
      stream: open,
      retrieve: (id, options) => caller.json(() => stored(id, 'GET'), options),
      update: (id, body, options) => caller.json(() => ({ ...stored(id, 'POST'), body }), options),
      list: (query, options) =>
        list(caller, { endpoint: 'stored_chat', method: 'GET', path: PATH, query: flatQuery(query) }, options),
      delete: (id, options) => caller.json(() => stored(id, 'DELETE'), options),
      messages: {
        list: (id, query, options) =>
          list(caller, () => ({ ...stored(id, 'GET'), path: `${stored(id, 'GET').path}/messages`, query }), options),
      },
    },
  };
}

/** The completion of a JSON body; throws `parse` where it is none, since an empty one would look like an answer. */
function completionOf(json: Record<string, unknown>): unknown {
  if (!Array.isArray(json['choices'])) {
    throw new ColloquyError('parse', 'the service answered with JSON that is no chat completion: it has no `choices`');
  }
  const { usage, ...completion } = shapeCompletion(json);
  return usage === null || usage === undefined ? completion : { ...completion, usage };
}

/** A query whose `metadata` object is written as OpenAI reads it: `metadata[key]=value`. */
export function flatQuery(query: object | undefined): CallSpec['query'] {
  const flat: Record<string, string | number | boolean | undefined> = {};
  for (const [name, value] of Object.entries(query ?? {})) {
    if (typeof value !== 'object' || value === null) flat[name] = value === null ? 'null' : value;
    else for (const [key, inner] of Object.entries(value)) flat[`${name}[${key}]`] = String(inner);
  }
  return flat;
}

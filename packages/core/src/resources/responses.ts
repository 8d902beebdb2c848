import { isResponse, shapeResponse } from '../dialect/response-shape.ts';
import { ColloquyError } from '../errors/index.ts';
import { ResponseStream } from '../stream/response-stream.ts';
import type {
  InputItemListParams,
  Response,
  ResponseCreateParams,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseItem,
} from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions, CallSpec } from './caller.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';

/** `client.responses.inputItems`. */
export interface ResponseInputItems {
  /** What a stored response was asked, the newest item first. */
  list(responseId: string, query?: InputItemListParams, options?: CallOptions): PagePromise<ResponseItem>;
}

/** `client.responses`. */
export interface Responses {
  /** Streams the answer, event by event; whole OpenAI events on every provider. */
  create(body: ResponseCreateParamsStreaming, options?: CallOptions): ApiPromise<ResponseStream>;
  /** Asks for the whole answer; on a service that has only chat completions the request is translated. */
  create(body: ResponseCreateParamsNonStreaming, options?: CallOptions): ApiPromise<Response>;
  /** For a `stream` that is known only when it runs. */
  create(body: ResponseCreateParams, options?: CallOptions): ApiPromise<Response | ResponseStream>;
  /** The same as `create` with `stream: true`. */
  stream(body: Omit<ResponseCreateParams, 'stream'>, options?: CallOptions): ApiPromise<ResponseStream>;
  /** A stored response, or one that runs in the background; `include` asks for parts that are left out otherwise. */
  retrieve(responseId: string, query?: { include?: string[] }, options?: CallOptions): ApiPromise<Response>;
  /** Deletes a stored response. */
  delete(responseId: string, options?: CallOptions): ApiPromise<{ id: string; object: string; deleted: boolean }>;
  /** Cancels a response that runs in the background. */
  cancel(responseId: string, options?: CallOptions): ApiPromise<Response>;
  readonly inputItems: ResponseInputItems;
}

const PATH = '/responses';

/** Responses over a caller. */
export function responses(caller: Caller): Responses {
  const stored = (id: string, method: CallSpec['method'], tail = ''): CallSpec => ({
    endpoint: 'stored_responses',
    method,
    path: `${PATH}/${pathSegment(id, 'response_id')}${tail}`,
  });

  const open = (body: object, options?: CallOptions): ApiPromise<ResponseStream> =>
    caller.stream(
      { endpoint: 'responses', method: 'POST', path: PATH, body: { ...body, stream: true } },
      options,
      (source) => new ResponseStream(source),
    );

  function create(body: ResponseCreateParamsStreaming, options?: CallOptions): ApiPromise<ResponseStream>;
  function create(body: ResponseCreateParamsNonStreaming, options?: CallOptions): ApiPromise<Response>;
  function create(body: ResponseCreateParams, options?: CallOptions): ApiPromise<Response | ResponseStream>;
  function create(body: ResponseCreateParams, options?: CallOptions): ApiPromise<Response | ResponseStream> {
    if (body.stream === true) return open(body, options);
    const spec: CallSpec = { endpoint: 'responses', method: 'POST', path: PATH, body: { ...body, stream: false } };
    return caller.json<Response>(spec, options, responseOf);
  }

  return {
    create,
    stream: open,
    retrieve: (id, query, options) =>
      caller.json(
        () => ({ ...stored(id, 'GET'), query: query && { 'include[]': query.include } }),
        options,
        responseOf,
      ),
    delete: (id, options) => caller.json(() => stored(id, 'DELETE'), options),
    cancel: (id, options) => caller.json(() => stored(id, 'POST', '/cancel'), options, responseOf),
    inputItems: {
      list: (id, query, options) =>
        list(
          caller,
          () => ({
            ...stored(id, 'GET', '/input_items'),
            query: { after: query?.after ?? undefined, limit: query?.limit, order: query?.order },
          }),
          options,
        ),
    },
  };
}

/** The response of a JSON body; throws `parse` where it is none, since an empty one would look like an answer. */
function responseOf(json: Record<string, unknown>): unknown {
  if (!isResponse(json)) {
    throw new ColloquyError('parse', 'the service answered with JSON that is no response: it has no `output`');
  }
  const { usage, ...response } = shapeResponse(json);
  return usage === null || usage === undefined ? response : { ...response, usage };
}

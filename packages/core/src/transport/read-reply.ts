import type { Provider } from '../dialect/provider.ts';
import { isResponse } from '../dialect/response-shape.ts';
import { ColloquyError } from '../errors/index.ts';
import {
  collect,
  EventStream,
  parseEvents,
  type TransportLayer,
  toBytes,
  type WireReply,
  type WireRequest,
} from '../wire/index.ts';
import { type ErrorContext, errorFromEvent, errorFromReply, requestIdOf } from './api-error-from.ts';
import { redact } from './redact.ts';
import { watch } from './watch.ts';

/** The most that is read of an error page, in bytes. */
const MAX_ERROR_BYTES = 64 * 1024;

/** What a request's `accept` header says it can read. */
type Expected = 'json' | 'events' | 'bytes';

/**
 * Makes sure that a reply is what was asked for, and turns one that is not into an error.
 *
 * A status of 400 or more becomes an `ApiError`; JSON where events were asked for becomes events, and the reverse;
 * anything else, such as a login page with status 200, is `content_type`. JSON is read whole, so that a body cut short
 * (`truncated`) can still be retried.
 */
export function readReply(provider: Provider, secrets: Iterable<string>): TransportLayer {
  return (next) => async (request) => {
    const began = performance.now();
    const reply = await next(request);
    const context: ErrorContext = { provider, secrets, headers: reply.headers };
    const paced = pace(reply, request, began);
    if (reply.status >= 400) throw errorFromReply(reply.status, await readSome(paced), context);
    return READERS[expected(request)]({ reply, paced, request, context });
  };
}

interface Exchange {
  readonly reply: WireReply;
  /** The reply with its silences bounded; those of events are bounded where it is known what counts as progress. */
  readonly paced: WireReply;
  readonly request: WireRequest;
  readonly context: ErrorContext;
}

type Reader = (exchange: Exchange) => Promise<WireReply>;

const READERS: Readonly<Record<Expected, Reader>> = {
  bytes: async ({ paced }) => paced,
  json: async ({ reply, paced, request, context }) => {
    const kind = kindOf(reply, 'json');
    if (kind === 'json') return { ...reply, body: await collect(paced.body) };
    if (kind === 'other') throw await wrongContent(reply, context, 'JSON');
    // The service streams although it was asked not to.
    const { folded } = await import('./reply-forms.ts');
    const json = await folded(asEvents(paced), isResponses(request) ? 'responses' : 'chat', context);
    return { ...reply, body: new TextEncoder().encode(JSON.stringify(json)) };
  },
  events: async ({ reply, paced, request, context }) => {
    const kind = kindOf(reply, 'events');
    if (kind === 'events') return { ...reply, body: asEvents(reply) };
    if (kind === 'other') throw await wrongContent(reply, context, 'a stream of events');
    const json = objectOf(parseJson(await collect(paced.body), context));
    const complete = isResponses(request) ? isResponse(json) : Array.isArray(json['choices']);
    if (!complete) {
      throw errorFromEvent(json, context) ?? (await wrongContent(reply, context, 'a stream of events'));
    }
    const { unfolded } = await import('./reply-forms.ts');
    return {
      ...reply,
      body: EventStream.from([{ events: unfolded(json, isResponses(request) ? 'responses' : 'chat') }]),
    };
  },
};

const decoder = new TextDecoder();

/** Parses a JSON body; rejects with `parse`, quoting nothing of a body that might hold a secret. */
export function parseJson(bytes: Uint8Array, context: ErrorContext): unknown {
  if (bytes.byteLength === 0) throw parseError('an empty body instead of JSON', context);
  const text = decoder.decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const shown = redact(text.slice(0, 200), context.secrets);
    throw parseError(`a body that is not JSON, beginning ${JSON.stringify(shown)}`, context, cause);
  }
}

function parseError(what: string, { provider, headers }: ErrorContext, cause?: unknown): ColloquyError {
  const requestId = requestIdOf(headers);
  // The engine's own message quotes the body, which may hold an echoed key.
  void cause;
  return new ColloquyError('parse', `${provider.label} answered with ${what}`, {
    provider: provider.name,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function expected(request: WireRequest): Expected {
  const accept = request.headers['accept'] ?? '*/*';
  if (accept.includes('text/event-stream')) return 'events';
  return accept.includes('application/json') ? 'json' : 'bytes';
}

function kindOf(reply: WireReply, assumed: 'json' | 'events'): 'json' | 'events' | 'other' {
  if (EventStream.isInstance(reply.body)) return 'events';
  const type = reply.headers['content-type']?.toLowerCase() ?? '';
  if (type === '' || reply.status === 204) return assumed;
  if (type.includes('text/event-stream')) return 'events';
  if (/\bjson\b/.test(type)) return 'json';
  return assumed === 'events' && type.includes('application/octet-stream') ? 'events' : 'other';
}

async function wrongContent(reply: WireReply, context: ErrorContext, wanted: string): Promise<ColloquyError> {
  await closeBody(reply);
  const { provider } = context;
  const type = (reply.headers['content-type'] ?? 'nothing').split(';')[0];
  const requestId = requestIdOf(reply.headers);
  return new ColloquyError(
    'content_type',
    `${provider.label} answered ${reply.status} with ${type} where ${wanted} was expected; check that \`baseURL\` holds the whole base path`,
    { provider: provider.name, ...(requestId === undefined ? {} : { requestId }) },
  );
}

async function closeBody(reply: WireReply): Promise<void> {
  if (!(reply.body instanceof Uint8Array)) await reply.body[Symbol.asyncIterator]().return?.();
}

async function readSome(reply: WireReply): Promise<Uint8Array> {
  try {
    return await collect(reply.body, MAX_ERROR_BYTES);
  } catch (error) {
    if (ColloquyError.isInstance(error) && (error.code === 'aborted' || error.code === 'timeout')) throw error;
    // A page too long or cut short still has a status that says enough.
    return new Uint8Array();
  }
}

function asEvents(reply: WireReply): EventStream {
  if (EventStream.isInstance(reply.body)) return reply.body;
  const bytes = toBytes(reply.body);
  return parseEvents(bytes instanceof Uint8Array ? once(bytes) : bytes);
}

function pace(reply: WireReply, request: WireRequest, began: number): WireReply {
  const { body } = reply;
  const { idle = 0, total = 0 } = request.timeout ?? {};
  if (body instanceof Uint8Array || EventStream.isInstance(body) || (idle <= 0 && total <= 0)) return reply;
  if ((body as { isBounded?: boolean }).isBounded && expected(request) !== 'events') return reply;
  const until = total > 0 ? began + total : Number.POSITIVE_INFINITY;
  const patience = () => ({ idle, until });
  return { ...reply, body: { [Symbol.asyncIterator]: () => watch(body[Symbol.asyncIterator](), patience) } };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function isResponses(request: WireRequest): boolean {
  return request.path.startsWith('/responses');
}

function objectOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
}

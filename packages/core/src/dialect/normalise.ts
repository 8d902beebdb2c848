import { ColloquyError } from '../errors/index.ts';
import {
  collect,
  type EventStream,
  EventStream as Events,
  type JsonValue,
  mapEvents,
  ServerEvent,
  type TransportLayer,
  type WireReply,
  type WireRequest,
} from '../wire/index.ts';
import { ChunkShaper, shapeCompletion } from './chat-shape.ts';
import { readErrorEvent } from './error-body.ts';
import { NamelessResponses } from './nameless-responses.ts';
import { fromWebUIFile, shapeModels, shapeWebUIFiles } from './open-webui-shape.ts';
import type { Provider, ProviderQuirks } from './provider.ts';
import { isResponse, shapeResponse } from './response-shape.ts';

type Fields = Record<string, unknown>;

/** What one family of endpoints needs to look like OpenAI's. */
interface Family {
  readonly matches: (request: WireRequest) => boolean;
  readonly request?: (request: WireRequest) => WireRequest;
  readonly result?: (json: Fields, request: WireRequest) => Fields;
  readonly events?: (stream: EventStream) => EventStream;
}

/**
 * Makes a service look like OpenAI to everything above; `undefined` for one that does already, which then costs nothing.
 */
export function normalise(provider: Provider): TransportLayer | undefined {
  const families = familiesOf(provider);
  if (families.length === 0) return undefined;
  return (next) => async (request) => {
    const family = families.find(({ matches }) => matches(request));
    if (family === undefined) return next(request);
    const reply = await next(family.request?.(request) ?? request);
    return shapeReply(reply, family, request);
  };
}

async function shapeReply(reply: WireReply, family: Family, request: WireRequest): Promise<WireReply> {
  if (Events.isInstance(reply.body)) {
    return family.events === undefined ? reply : { ...reply, body: family.events(reply.body) };
  }
  const wantsJson = request.headers['accept']?.includes('application/json') ?? false;
  if (family.result === undefined || reply.status >= 400 || !wantsJson) return reply;
  const bytes = await collect(reply.body);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // What is not JSON is told apart where it is read.
    return { ...reply, body: bytes };
  }
  if (typeof json !== 'object' || json === null) return { ...reply, body: bytes };
  return { ...reply, body: new TextEncoder().encode(JSON.stringify(family.result(json as Fields, request))) };
}

function familiesOf(provider: Provider): Family[] {
  const { quirks } = provider;
  const families: Family[] = [];
  const chat = chatFamily(provider);
  if (chat !== undefined) families.push(chat);
  if (quirks.responseItems === 'nameless') families.push(namelessFamily(quirks));
  if (quirks.modelsShape === 'data-only') {
    families.push({ matches: ({ path }) => path === '/models', result: shapeModels });
  }
  if (quirks.filesShape === 'open-webui') families.push(WEB_UI_FILES);
  return families;
}

function chatFamily(provider: Provider): Family | undefined {
  const { maxTokens, swallows, streamUsage, chatShape } = provider.quirks;
  const loose = chatShape === 'loose';
  const plain = maxTokens === 'as-given' && swallows.length === 0 && streamUsage === 'opt-in';
  if (plain && !loose) return undefined;
  return {
    matches: ({ path, method }) => path === '/chat/completions' && method === 'POST',
    ...(plain ? {} : { request: (request) => ({ ...request, body: chatBody(provider, request.body as Fields) }) }),
    ...(loose ? { result: shapeIfCompletion, events: shapeChunks } : {}),
  };
}

const OTHER_NAME = { max_tokens: 'max_completion_tokens', max_completion_tokens: 'max_tokens' } as const;

function chatBody(provider: Provider, given: Fields): { [key: string]: JsonValue | undefined } {
  const { maxTokens, swallows, streamUsage } = provider.quirks;
  const body = { ...given };
  for (const param of swallows) {
    if (body[param] === undefined || body[param] === null || (param === 'n' && body[param] === 1)) continue;
    throw new ColloquyError('unsupported', `${provider.label} drops \`${param}\` without a word; leave it out`, {
      provider: provider.name,
      param,
    });
  }
  if (maxTokens !== 'as-given') {
    const other = OTHER_NAME[maxTokens];
    body[maxTokens] ??= body[other];
    delete body[other];
    if (body[maxTokens] === undefined) delete body[maxTokens];
  }
  if (streamUsage !== 'opt-in') delete body['stream_options'];
  return body as { [key: string]: JsonValue | undefined };
}

/** What is no completion, such as an error with status 200, is told apart where it is read. */
function shapeIfCompletion(json: Fields): Fields {
  return Array.isArray(json['choices']) ? shapeCompletion(json) : json;
}

function shapeChunks(stream: EventStream): EventStream {
  return mapEvents(stream, () => {
    const shaper = new ChunkShaper();
    return {
      push: (event) => {
        const json = event.isDone ? undefined : fieldsOf(event);
        if (json === undefined || readErrorEvent(json, event.name) !== undefined) return [event];
        const chunk = shaper.shape(json);
        return chunk === undefined ? [] : [ServerEvent.of(chunk)];
      },
    };
  });
}

function namelessFamily(quirks: ProviderQuirks): Family {
  return {
    matches: ({ path, method }) => path === '/responses' && method === 'POST',
    result: (json) => (isResponse(json) ? shapeResponse(json, quirks.serverTools) : json),
    events: (stream) =>
      mapEvents(stream, () => {
        const responses = new NamelessResponses(quirks.serverTools);
        return {
          push: (event) => {
            const json = event.isDone ? undefined : fieldsOf(event);
            if (json === undefined) return event.isDone ? [] : [event];
            if (typeof json['type'] !== 'string') return [event];
            return responses.push(json).map((made) => ServerEvent.of(made, String(made['type'])));
          },
        };
      }),
  };
}

const WEB_UI_FILES: Family = {
  matches: ({ path }) => path === '/files' || path.startsWith('/files/'),
  request: (request) => ({ ...request, path: `/v1${request.path === '/files' ? '/files/' : request.path}` }),
  result: (json, { method, path }) => {
    if (method === 'DELETE')
      return { id: decodeURIComponent(path.slice('/files/'.length)), object: 'file', deleted: true };
    return Array.isArray(json) ? shapeWebUIFiles(json) : fromWebUIFile(json);
  },
};

function fieldsOf(event: ServerEvent): Fields | undefined {
  try {
    const { json } = event;
    return typeof json === 'object' && json !== null ? (json as Fields) : undefined;
  } catch {
    // What is not JSON is told apart where it is read.
    return undefined;
  }
}

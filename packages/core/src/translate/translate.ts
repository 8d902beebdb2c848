import type { Provider } from '../dialect/provider.ts';
import { EventStream } from '../wire/event-stream.ts';
import type { Transport, TransportLayer, WireReply, WireRequest } from '../wire/transport.ts';
import { chatRequestToResponses } from './chat-request-to-responses.ts';
import { chatResultToResponse } from './chat-result-to-response.ts';
import { readReply, readRequest, withBody, withJson } from './json-body.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import { responseToChatResult } from './response-to-chat-result.ts';
import { responsesRequestToChat } from './responses-request-to-chat.ts';
import { responsesToTextOnly } from './text-only-responses.ts';
import { chatEvents, responseEvents } from './translated-events.ts';
import { TranslationContext } from './translation-context.ts';
import type { TranslationMode, TranslationWarning } from './translation-options.ts';

/** How a client's calls are translated for a service that offers the other API. */
export interface TranslateOptions {
  /** @default 'strict' */
  mode?: TranslationMode;
  /** Hears of everything left out in lenient mode. */
  onWarning?: (warning: TranslationWarning) => void;
  /** Whether a conversation may be sent to a text-only service as one text. @default false */
  flattenHistory?: boolean;
}

/** What is done with one endpoint. */
type Exchange = (request: WireRequest, next: Transport, settings: Settings) => Promise<WireReply>;

interface Settings extends TranslateOptions {
  readonly target: Provider;
  readonly provider: string;
}

const CHAT_OVER_RESPONSES: Readonly<Record<string, Exchange>> = { '/chat/completions': chatOverResponses };

const RESPONSES_OVER_CHAT: Readonly<Record<string, Exchange>> = {
  '/responses': responsesOverChat,
  '/responses/compact': refuseCompact,
};

const TEXT_ONLY: Readonly<Record<string, Exchange>> = { '/responses': textOnly };

/**
 * Lets both `POST /chat/completions` and `POST /responses` be called on a service that has only one of them.
 *
 * `undefined` for a service that has both, which then costs nothing. It belongs above the layers that turn a service's
 * errors into thrown ones and its replies into OpenAI's shapes. Requests that cannot be said to the other API reject
 * with `translation`, and nothing is sent.
 */
export function translate(provider: Provider, options: TranslateOptions = {}): TransportLayer | undefined {
  const exchanges = exchangesOf(provider);
  if (Object.keys(exchanges).length === 0) return undefined;
  const settings = { ...options, target: provider, provider: provider.name };
  return (next) => (request) => {
    const exchange = request.method === 'POST' ? exchanges[request.path] : undefined;
    return exchange === undefined ? next(request) : exchange(request, next, settings);
  };
}

function exchangesOf({ endpoints, quirks }: Provider): Readonly<Record<string, Exchange>> {
  const hasChat = endpoints.includes('chat');
  const hasResponses = endpoints.includes('responses');
  return {
    ...(hasResponses && !hasChat ? CHAT_OVER_RESPONSES : {}),
    ...(hasChat && !hasResponses ? RESPONSES_OVER_CHAT : {}),
    ...(hasResponses && quirks.responsesInput === 'text-only' ? TEXT_ONLY : {}),
  };
}

async function chatOverResponses(request: WireRequest, next: Transport, settings: Settings): Promise<WireReply> {
  const body = await readRequest(request);
  const { quirks } = settings.target;
  const translated = chatRequestToResponses(body, { ...settings, responsesInput: quirks.responsesInput });
  // Said even where it is left out: services differ in what they take it for.
  const said = { ...translated, stream: body.stream === true };
  const reply = await next(withBody(request, '/responses', said));
  const answer = {
    ...settings,
    serverTools: quirks.serverTools,
    offersTools: Array.isArray(translated.tools) && translated.tools.length > 0,
    oldFunctions: isGiven(body.functions),
  };
  if (EventStream.isInstance(reply.body)) {
    const nameless = quirks.responseItems === 'nameless' || settings.mode === 'lenient';
    return { ...reply, body: chatEvents(reply.body, { ...answer, nameless, includeUsage: wantsUsage(body) }) };
  }
  if (reply.status >= 400) return reply;
  return withJson(reply, responseToChatResult(await readReply(reply), { ...answer, ...exchangeOf(reply) }));
}

async function responsesOverChat(request: WireRequest, next: Transport, settings: Settings): Promise<WireReply> {
  const body = await readRequest(request);
  const { maxTokens, streamUsage, completion } = settings.target.quirks;
  const translated = responsesRequestToChat(body, {
    ...settings,
    streamUsage: streamUsage === 'opt-in',
    ...(maxTokens === 'as-given' ? {} : { maxTokens }),
  });
  const said = { ...translated, stream: body.stream === true };
  const reply = await next(withBody(request, '/chat/completions', said));
  if (EventStream.isInstance(reply.body)) {
    const onDone = completion === 'finish_reason' ? 'eof' : 'done';
    return { ...reply, body: responseEvents(reply.body, body, onDone) };
  }
  if (reply.status >= 400) return reply;
  return withJson(reply, chatResultToResponse(await readReply(reply), body, { ...settings, ...exchangeOf(reply) }));
}

async function textOnly(request: WireRequest, next: Transport, settings: Settings): Promise<WireReply> {
  const body = await readRequest(request);
  return next(
    withBody(request, request.path, { ...responsesToTextOnly(body, settings), stream: body.stream === true }),
  );
}

async function refuseCompact(_request: WireRequest, _next: Transport, settings: Settings): Promise<WireReply> {
  return new TranslationContext('responses->chat', settings).refuse(
    null,
    'unsupported_parameter',
    'Chat Completions cannot compact a conversation; shorten `input` before sending it',
  );
}

function exchangeOf(reply: WireReply): { requestId?: string } {
  const requestId = reply.headers['x-request-id'];
  return requestId === undefined ? {} : { requestId };
}

function wantsUsage({ stream_options: options }: JsonObject): boolean {
  return isObject(options) && options.include_usage === true;
}

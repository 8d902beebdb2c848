import type { ServerResponse } from 'node:http';
import type { Client, Transport } from '@colloquy/core';
import type { InFlight } from '../relay/in-flight.ts';
import { refusal } from '../relay/refusal.ts';
import { type RelayRequest, relay } from '../relay/relay.ts';
import type { RelayEnd } from '../relay/relay-end.ts';
import { requestHeaders } from '../relay/request-headers.ts';
import { givenRequestId } from '../relay/request-id.ts';
import { sendError, sendJson } from '../relay/send-json.ts';
import type { Principal } from '../tokens/principal.ts';
import { bodyStream } from './body-stream.ts';
import type { Caller } from './caller.ts';
import type { CallerLimits } from './caller-limits.ts';
import { checkOffer } from './check-offer.ts';
import type { Finding } from './find-route.ts';
import { readJsonBody } from './read-json-body.ts';
import type { Route } from './routes.ts';
import type { ExchangeFacts, ServedRequest, ServeOptions } from './serve-options.ts';
import { unauthorized } from './unauthorized.ts';

/** What a handler is made of, read from its options once. */
export interface ServeContext {
  readonly options: ServeOptions;
  readonly inFlight: InFlight;
  readonly bodyLimit: number;
  readonly uploadLimit: number;
  readonly limits: CallerLimits | undefined;
}

/** One request and its answer. */
export interface Exchange {
  readonly request: ServedRequest;
  readonly response: ServerResponse;
  /** Aborted when the server cannot wait for it any longer, and when its caller leaves. */
  readonly controller: AbortController;
}

/** Serves one request whose route is known: who asks, what it says, the service's answer. Never throws. */
export async function serveRoute(
  context: ServeContext,
  { route, path }: Extract<Finding, { kind: 'route' }>,
  exchange: Exchange,
): Promise<void> {
  const { options } = context;
  const { request, response, controller } = exchange;
  const requestId = givenRequestId(request.headers['x-request-id']);
  const headers: Record<string, string> = requestId === undefined ? {} : { 'x-request-id': requestId };
  let caller: Caller | undefined;
  let model: string | undefined;
  let end: RelayEnd;
  try {
    caller = await authenticated(options, request);
    if (options.authorize !== undefined && !(await options.authorize(caller, request))) throw forbidden();
    const service = transportFor(options, request, route, caller);
    const transport = limited(context, service, caller, request, headers);
    if (transport === undefined) {
      await sendQuota(context, response, keyOf(caller, request), headers);
      return;
    }
    const call = await untilAborted(callOf(context, route, path, request, caller), controller.signal);
    model = modelOf(call);
    end = await relay(transport, call, response, {
      headers,
      controller,
      wantUsage: options.hooks?.onUsage !== undefined || context.limits !== undefined,
      ...pick(options, ['keepAliveMs', 'writeTimeoutMs', 'timeout', 'maxRetries']),
    });
  } catch (error) {
    sendError(response, error, headers);
    end = { reason: 'error', status: response.statusCode, error };
  }
  if (options.hooks === undefined) return;
  const answered = response.getHeader('x-request-id');
  const named = requestId ?? (typeof answered === 'string' ? answered : undefined);
  tell(options, end, { method: route.method, path, requestId: named, caller, model });
}

async function authenticated(options: ServeOptions, request: ServedRequest): Promise<Caller | undefined> {
  if (options.authenticate !== undefined) {
    const caller = await options.authenticate(request);
    if (caller === null || caller === undefined) throw unauthorized();
    return caller;
  }
  return options.gateway?.authenticate(request.headers.authorization);
}

function transportFor(
  { client, gateway }: ServeOptions,
  request: ServedRequest,
  route: Route,
  caller: Caller | undefined,
): Transport | undefined {
  if (gateway !== undefined) return gateway.transport(caller as Principal);
  const chosen: Client = typeof client === 'function' ? client(request) : (client as Client);
  if (route.group === 'quota') return undefined;
  if (route.endpoint !== undefined) checkOffer(chosen.provider, route.endpoint);
  return chosen.transport;
}

function limited(
  { limits }: ServeContext,
  transport: Transport | undefined,
  caller: Caller | undefined,
  request: ServedRequest,
  headers: Record<string, string>,
): Transport | undefined {
  if (limits === undefined || transport === undefined) return transport;
  return limits.within(transport, keyOf(caller, request), headers);
}

/** Whose use is counted: a token's, a project's, or that of an address. */
function keyOf(caller: Caller | undefined, request: ServedRequest): string {
  return caller?.token ?? caller?.project ?? request.ip ?? request.socket.remoteAddress ?? 'everybody';
}

async function sendQuota(
  { limits }: ServeContext,
  response: ServerResponse,
  key: string,
  headers: Record<string, string>,
): Promise<void> {
  if (limits === undefined) throw refusal(404, 'There are no limits here to ask for.', { apiCode: 'unknown_url' });
  const left = await limits.left(key);
  sendJson(response, 200, { object: 'quota', limits: left.snapshot }, { ...headers, ...left.headers });
}

async function callOf(
  { bodyLimit, uploadLimit, options }: ServeContext,
  route: Route,
  path: string,
  request: ServedRequest,
  caller: Caller | undefined,
): Promise<RelayRequest> {
  const query = queryOf(request);
  const call = { method: route.method, path, headers: requestHeaders(request.headers), ...(query && { query }) };
  if (route.body === 'form') return { ...call, ...formOf(request, uploadLimit, call.headers), answer: 'json' };
  if (route.body === 'none') {
    const isStream = route.answer === 'streamable' && query?.['stream'] === 'true';
    return { ...call, answer: isStream ? 'events' : route.answer === 'bytes' ? 'bytes' : 'json' };
  }
  const given = await readJsonBody(request, bodyLimit, route.body === 'optional');
  const body = given === undefined ? undefined : await rewritten(options, given, caller);
  if (route.answer !== 'streamable') return { ...call, answer: 'json', ...(body && { body }) };
  // Said even where it is left out: services differ in what they take it for.
  const isStream = body?.['stream'] === true;
  return { ...call, body: { ...body, stream: body?.['stream'] ?? false }, answer: isStream ? 'events' : 'json' };
}

async function rewritten(
  { resolveModel, transformRequest }: ServeOptions,
  given: Record<string, unknown>,
  caller: Caller | undefined,
): Promise<Record<string, unknown>> {
  const { model } = given;
  const resolved = resolveModel !== undefined && typeof model === 'string' ? await resolveModel(model, caller) : model;
  const body = resolved === model ? given : { ...given, model: resolved };
  return transformRequest === undefined ? body : transformRequest(body, caller);
}

/** A form passes as the bytes that come, so that its order, its names and its file are what the caller sent. */
function formOf(
  request: ServedRequest,
  limit: number,
  headers: RelayRequest['headers'],
): Pick<RelayRequest, 'headers' | 'body'> {
  const { 'content-type': type, 'content-length': length } = request.headers;
  if (!type?.toLowerCase().startsWith('multipart/form-data')) {
    throw refusal(415, 'Send the file as multipart/form-data.', { apiCode: 'unsupported_content_type' });
  }
  if (request.readableDidRead) {
    throw refusal(
      400,
      'The form was read before it got here; mount the router before what reads forms, such as multer.',
    );
  }
  if (Number(length ?? 0) > limit) {
    throw refusal(413, `The request body is larger than ${limit} bytes.`, { apiCode: 'request_too_large' });
  }
  return {
    headers: { ...headers, 'content-type': type, ...(length === undefined ? {} : { 'content-length': length }) },
    body: bodyStream(request, limit),
  };
}

/** A name that comes several times keeps all its values, such as `include[]`. */
function queryOf({ url = '' }: ServedRequest): RelayRequest['query'] {
  const at = url.indexOf('?');
  if (at === -1) return undefined;
  const given = new URLSearchParams(url.slice(at + 1));
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}

function modelOf({ body }: RelayRequest): string | undefined {
  const model = (body as { model?: unknown } | undefined)?.model;
  return typeof model === 'string' ? model : undefined;
}

function forbidden(): Error {
  return refusal(403, 'This key may not do that here.', { apiCode: 'permission_denied' });
}

function tell({ hooks }: ServeOptions, end: RelayEnd, facts: ExchangeFacts): void {
  try {
    if (hooks === undefined) return;
    const usage = hooks.onUsage && end.usage;
    if (usage !== undefined) hooks.onUsage?.(usage, facts);
    if (end.error !== undefined) hooks.onError?.(end.error, facts);
    hooks.onEnd?.(end, facts);
  } catch {
    // Watching an exchange must not break it.
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const over =
      <A>(settle: (outcome: A) => void) =>
      (outcome: A) => {
        signal.removeEventListener('abort', onAbort);
        settle(outcome);
      };
    work.then(over(resolve), over(reject));
  });
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const name of names) if (from[name] !== undefined) picked[name] = from[name];
  return picked;
}

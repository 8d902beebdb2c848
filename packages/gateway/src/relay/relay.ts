import type { ServerResponse } from 'node:http';
import {
  collect,
  EventStream,
  readErrorBody,
  type Timeouts,
  type Transport,
  toBytes,
  type WireReply,
  type WireRequest,
} from '@colloquy/core';
import { UsageTap } from '@colloquy/limits';
import { CLIENT_LEFT, clientLeft } from './client-left.ts';
import { drained } from './drained.ts';
import { EarlyStream } from './early-stream.ts';
import { errorToHttp, type HttpError } from './error-to-http.ts';
import type { EventWriter } from './event-writer.ts';
import type { RelayEnd } from './relay-end.ts';
import { relayEvents } from './relay-events.ts';
import { replyHeaders } from './reply-headers.ts';
import { newRequestId } from './request-id.ts';
import { sendBytes, sendJson } from './send-json.ts';
import { streamManners } from './stream-manners.ts';

/** One call of the OpenAI API, as a server received it and may pass it on. */
export interface RelayRequest extends Pick<WireRequest, 'method' | 'path' | 'query' | 'body'> {
  /** Headers for the service; the caller's own credentials have no place here. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the answer is; events also where the caller asked for a stream. */
  readonly answer: 'json' | 'events' | 'bytes';
}

/** How a call is passed on. */
export interface RelayOptions {
  /** Milliseconds between two comments until the first event of a stream; 0 for none. @default 15_000 */
  keepAliveMs?: number;
  /** How long a caller may leave what was sent unread, in milliseconds; then it is cut off. @default 30_000 */
  writeTimeoutMs?: number;
  /** Headers for every answer, such as `x-request-id`. */
  headers?: Readonly<Record<string, string>>;
  /** Ends the exchange with the error that is its reason, such as that the server is going down. */
  signal?: AbortSignal;
  /** What ends the exchange, instead of `signal`; it is aborted here when the caller leaves. */
  controller?: AbortController;
  /** How long the service may take, in milliseconds. @default the client's, or the gateway's */
  timeout?: Timeouts;
  /** How often the service may be asked again. @default the client's, or the gateway's */
  maxRetries?: number;
  /** Whether the usage of chat streams is asked for, and kept from callers that did not ask. @default false */
  wantUsage?: boolean;
  /** What is added to an error's answer, and may replace it. */
  onError?: (error: unknown, answer: HttpError) => HttpError;
}

const ACCEPT = { json: 'application/json', events: 'text/event-stream', bytes: '*/*' } as const;

/**
 * Passes one call on to a service and its answer back, and never throws: what goes wrong is answered.
 *
 * The service is let go of, at any phase, when the caller leaves. Bodies pass as the bytes that came; errors are
 * OpenAI's shape, with a status as `errorToHttp` tells until the answer has begun, and as an event or a cut connection
 * afterwards.
 */
export async function relay(
  transport: Transport,
  request: RelayRequest,
  response: ServerResponse,
  options: RelayOptions = {},
): Promise<RelayEnd> {
  const signal = clientLeft(response, options.controller ?? options.signal);
  const { body, hideUsage } = options.wantUsage ? askForUsage(request) : { body: request.body, hideUsage: false };
  const { keepAliveMs, writeTimeoutMs } = options;
  const pacing = {
    ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
    ...(writeTimeoutMs === undefined ? {} : { writeTimeoutMs }),
  };
  const early =
    request.answer === 'events' ? new EarlyStream(response, { ...pacing, headers: named({}, options) }) : undefined;
  try {
    const reply = await transport({
      method: request.method,
      path: request.path,
      ...(request.query === undefined ? {} : { query: request.query }),
      ...(body === undefined ? {} : { body }),
      headers: { ...request.headers, accept: ACCEPT[request.answer] },
      signal,
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
      ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
    });
    if (signal.aborted) {
      await leaveBody(reply);
      throw signal.reason;
    }
    const headers = named(replyHeaders(reply.headers), options);
    const writer = early?.take();
    if (EventStream.isInstance(reply.body)) {
      const begun = writer === undefined ? {} : { writer };
      return await relayEvents(reply.body, response, {
        path: request.path,
        signal,
        headers,
        hideUsage,
        ...pacing,
        ...begun,
      });
    }
    if (writer !== undefined) return await refusalAsEvent(reply, request, writer);
    return await (request.answer === 'bytes' ? relayBytes : relayJson)(reply, request, response, headers);
  } catch (thrown) {
    const error = signal.aborted ? signal.reason : thrown;
    const writer = early?.take();
    if (error === CLIENT_LEFT || response.destroyed) return { reason: 'client_left', status: 499 };
    if (writer !== undefined) {
      writer.end(streamManners(request.path).error(errorToHttp(error).body.error, undefined));
      return { reason: 'error', status: 200, error };
    }
    if (response.headersSent) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return { reason: 'error', status: response.statusCode, error };
    }
    const plain = errorToHttp(error);
    const answer = options.onError?.(error, plain) ?? plain;
    sendJson(response, answer.status, answer.body, named({ ...answer.headers }, options));
    return { reason: 'error', status: answer.status, error };
  }
}

/** Adds the headers of every answer to those of one, and an id where it has none yet. */
function named(headers: Record<string, string>, options: RelayOptions): Record<string, string> {
  Object.assign(headers, options.headers);
  headers['x-request-id'] ??= newRequestId();
  return headers;
}

/** A refusal that came as a reply, to a caller whose stream has begun already. */
async function refusalAsEvent(reply: WireReply, { path }: RelayRequest, writer: EventWriter): Promise<RelayEnd> {
  const words = readErrorBody(JSON.parse(new TextDecoder().decode(await collect(reply.body))));
  const { message, type, param = null, code = null } = words ?? { message: null, type: null };
  const error = { message: message ?? 'This server failed.', type: type ?? 'server_error', param, code };
  writer.end(streamManners(path).error(error, undefined));
  return { reason: 'error', status: reply.status };
}

async function relayJson(
  reply: WireReply,
  { path }: RelayRequest,
  response: ServerResponse,
  headers: Record<string, string>,
): Promise<RelayEnd> {
  const bytes = await collect(reply.body);
  sendBytes(response, reply.status, bytes, headers);
  return {
    reason: 'done',
    status: reply.status,
    // Looked for when somebody asks, which behind a gateway nobody does.
    get usage() {
      const tap = new UsageTap(path);
      tap.pushWhole(bytes);
      return tap.usage;
    },
  };
}

async function relayBytes(
  reply: WireReply,
  _request: RelayRequest,
  response: ServerResponse,
  headers: Record<string, string>,
): Promise<RelayEnd> {
  const body = toBytes(reply.body);
  const length = body instanceof Uint8Array ? String(body.byteLength) : lengthOf(reply);
  response.writeHead(reply.status, { ...headers, ...(length === undefined ? {} : { 'content-length': length }) });
  if (body instanceof Uint8Array) {
    response.end(body);
    return { reason: 'done', status: reply.status };
  }
  for await (const bytes of body) {
    if (response.destroyed) return { reason: 'client_left', status: reply.status };
    if (!response.write(bytes)) await drained(response);
  }
  response.end();
  return { reason: 'done', status: reply.status };
}

/** The announced length, where it is that of the bytes that are passed on. */
function lengthOf({ headers }: WireReply): string | undefined {
  return headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
}

async function leaveBody({ body }: WireReply): Promise<void> {
  if (!(body instanceof Uint8Array)) await body[Symbol.asyncIterator]().return?.();
}

interface Asked {
  readonly body: RelayRequest['body'];
  readonly hideUsage: boolean;
}

/** A chat stream tells its usage only when it is asked to, in an event that a caller who did not ask must not see. */
function askForUsage({ path, answer, body }: RelayRequest): Asked {
  if (answer !== 'events' || path !== '/chat/completions') return { body, hideUsage: false };
  const { stream_options: given, ...rest } = body as { stream_options?: Record<string, unknown> | null };
  if (given?.['include_usage'] === true) return { body, hideUsage: false };
  return { body: { ...rest, stream_options: { ...given, include_usage: true } }, hideUsage: true };
}

import { ColloquyError } from '../errors/index.ts';
import type { Transport, WireHeaders, WireReply, WireRequest, WireRequestBody } from '../wire/transport.ts';
import { connectionError } from './connection-error.ts';
import { Deadline } from './deadline.ts';
import { followRedirect } from './redirect.ts';

/** What an HTTP library is asked to send: the last step before the socket. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly signal: AbortSignal;
  /** Whether the connection must be a new one, because an old one turned out to be closed. */
  readonly fresh: boolean;
}

/** What an HTTP library answers once it has the headers; a broken body rejects from its iterator. */
export interface HttpReply {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

/** An HTTP library, reduced to one function. */
export type HttpSend = (request: HttpRequest) => Promise<HttpReply>;

/**
 * A transport over an HTTP library, below one base URL.
 *
 * It bounds the wait for headers, follows redirects within the same origin, and answers every status. Rejects with
 * `connection`, `timeout`, `aborted` or `redirect`; a body that breaks off rejects with `truncated`.
 */
export function httpTransport(baseURL: string, send: HttpSend): Transport {
  // Once a service has answered, a reset before the next answer is most likely its end of an idle connection.
  let warm = false;

  return async (request) => {
    const deadline = new Deadline(request.signal, request.timeout?.firstByte, request.timeout?.total);
    let url = urlOf(baseURL, request);
    const body = bodyOf(request.body);
    const headers = { ...request.headers };
    if (typeof body === 'string' && headers['content-type'] === undefined) headers['content-type'] = 'application/json';
    let mayBeStale = warm;
    let fresh = false;
    try {
      for (let hops = 0; ; ) {
        let reply: HttpReply;
        try {
          reply = await send({ url, method: request.method, headers, body, signal: deadline.signal, fresh });
        } catch (error) {
          if (mayBeStale && !isStream(body) && connectionError(error, url, deadline).isReset) {
            mayBeStale = false;
            fresh = true;
            continue;
          }
          throw connectionError(error, url, deadline).error;
        }
        warm = true;
        const next = await followRedirect(reply, { url, method: request.method, streamed: isStream(body), hops });
        if (next === undefined) {
          deadline.headersArrived();
          return { status: reply.status, headers: reply.headers, body: guard(reply.body, url, deadline) };
        }
        hops += 1;
        url = next;
      }
    } catch (error) {
      deadline.close();
      throw error;
    }
  };
}

/** The body with its failures said in our words, and the deadline let go when it is over. */
function guard(body: AsyncIterable<Uint8Array>, url: URL, deadline: Deadline): WireReply['body'] {
  let opened = false;
  return {
    [Symbol.asyncIterator]: () => {
      if (opened) throw new ColloquyError('configuration', 'the body of a reply can be read only once');
      opened = true;
      const inner = body[Symbol.asyncIterator]();
      return {
        next: async () => {
          try {
            const result = await inner.next();
            if (result.done) deadline.close();
            return result;
          } catch (error) {
            const { error: known } = connectionError(error, url, deadline);
            deadline.close();
            if (known.code !== 'connection') throw known;
            throw new ColloquyError('truncated', `the answer of ${url.host} broke off before its end`, {
              cause: error,
            });
          }
        },
        return: async () => {
          deadline.close();
          await inner.return?.();
          return { value: undefined, done: true };
        },
      };
    },
  };
}

function urlOf(baseURL: string, request: WireRequest): URL {
  const url = new URL(baseURL + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) url.searchParams.append(name, String(item));
    }
  }
  return url;
}

function bodyOf(body: WireRequestBody | undefined): HttpRequest['body'] {
  if (body === undefined || body instanceof Uint8Array || isStream(body)) return body;
  return JSON.stringify(body);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

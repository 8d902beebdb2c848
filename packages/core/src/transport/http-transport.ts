import { ColloquyError } from '../errors/index.ts';
import { isByteStream } from '../wire/is-byte-stream.ts';
import type { Transport, WireHeaders, WireRequest, WireRequestBody } from '../wire/transport.ts';
import type { ByteQueue } from './byte-queue.ts';
import { connectionError } from './connection-error.ts';
import { Deadline } from './deadline.ts';

/** What an HTTP library is asked to send: the last step before the socket. */
export interface HttpRequest {
  /** Scheme, host and port: `https://api.openai.com`. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: string;
  readonly headers: WireHeaders;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Ends the exchange, also while it waits for a reply; see `Deadline.abortSignal` for libraries that need a signal. */
  readonly deadline: Deadline;
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
  const base = new URL(baseURL);
  const basePath = base.pathname.replace(/\/+$/, '');
  // Once a service has answered, a reset before the next answer is most likely its end of an idle connection.
  let warm = false;

  return async (request) => {
    const deadline = new Deadline(request.signal, request.timeout);
    const { method } = request;
    const body = bodyOf(request.body);
    const headers = withContentType(request.headers, body);
    let path = basePath + request.path + queryOf(request);
    let mayBeStale = warm;
    let fresh = false;
    try {
      for (let hops = 0; ; ) {
        let reply: HttpReply;
        try {
          reply = await send({ origin: base.origin, path, method, headers, body, deadline, fresh });
        } catch (error) {
          const known = connectionError(error, base.host, deadline);
          if (!mayBeStale || isByteStream(body) || !known.isReset) throw known.error;
          mayBeStale = false;
          fresh = true;
          continue;
        }
        warm = true;
        if (reply.status < 300 || reply.status >= 400) {
          deadline.headersArrived(!(headers['accept']?.includes('text/event-stream') ?? false));
          return {
            status: reply.status,
            headers: reply.headers,
            body: new GuardedBody(reply.body, base.host, deadline),
          };
        }
        const url = new URL(base.origin + path);
        const { followRedirect } = await import('./redirect.ts');
        const next = await followRedirect(reply, { url, method, streamed: isByteStream(body), hops });
        hops += 1;
        path = next.pathname + next.search;
      }
    } catch (error) {
      deadline.close();
      throw error;
    }
  };
}

/** A body with its failures said in our words, and the deadline let go when it is over. */
class GuardedBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  /** Says to those above that silence is bounded here. */
  readonly isBounded = true;
  readonly #inner: AsyncIterable<Uint8Array>;
  readonly #host: string;
  readonly #deadline: Deadline;
  #iterator: AsyncIterator<Uint8Array> | undefined;

  constructor(inner: AsyncIterable<Uint8Array>, host: string, deadline: Deadline) {
    this.#inner = inner;
    this.#host = host;
    this.#deadline = deadline;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.#iterator !== undefined) {
      throw new ColloquyError('configuration', 'the body of a reply can be read only once');
    }
    this.#iterator = this.#inner[Symbol.asyncIterator]();
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    return (this.#iterator as AsyncIterator<Uint8Array>).next().then(this.#onResult, this.#onError);
  }

  /** Everything at once, where all of it has come already. */
  takeAll(): Uint8Array | undefined {
    const bytes = (this.#inner as Partial<ByteQueue>).takeAll?.();
    if (bytes !== undefined) this.#deadline.close();
    return bytes;
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#deadline.close();
    await this.#iterator?.return?.();
    return { value: undefined, done: true };
  }

  readonly #onResult = (result: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> => {
    if (result.done) this.#deadline.close();
    else this.#deadline.progress();
    return result;
  };

  readonly #onError = (thrown: unknown): never => {
    const { error } = connectionError(thrown, this.#host, this.#deadline);
    this.#deadline.close();
    if (error.code !== 'connection') throw error;
    throw new ColloquyError('truncated', `the answer of ${this.#host} broke off before its end`, { cause: thrown });
  };
}

function queryOf({ query }: WireRequest): string {
  if (query === undefined) return '';
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) params.append(name, String(item));
    }
  }
  return params.size === 0 ? '' : `?${params}`;
}

function withContentType(headers: WireHeaders, body: HttpRequest['body']): WireHeaders {
  if (typeof body !== 'string' || headers['content-type'] !== undefined) return headers;
  return { ...headers, 'content-type': 'application/json' };
}

function bodyOf(body: WireRequestBody | undefined): HttpRequest['body'] {
  if (body === undefined || body instanceof Uint8Array || isByteStream(body)) return body;
  return JSON.stringify(body);
}

import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Duplex, duplexPair, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type ApiHandler, apiHandler } from './api-handler.ts';
import type { ServeOptions } from './serve-options.ts';

/** The OpenAI API over the web's requests and responses: for Hono, Next.js, Deno, and whatever else speaks `fetch`. */
export interface FetchHandler extends Pick<ApiHandler, 'inFlight' | 'close'> {
  /** Answers a request; resolves once the answer begins, and rejects only where the request's own signal ends it. */
  (request: Request): Promise<Response>;
}

/** How the API is served to `fetch`. */
export type FetchHandlerOptions = ServeOptions & {
  /** What stands before the paths of the API in a request's address. @default '/v1' */
  path?: string;
};

/** Headers of one connection, which the web's messages have no place for. */
const OF_A_CONNECTION = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'expect',
  'proxy-connection',
  'te',
];

/** Statuses whose answers have no body. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Makes the API as one function from `Request` to `Response`; throws `configuration` naming the option at fault.
 *
 * Behind it is the same handler as behind `apiHandler`, at the other end of a connection within the process: so callers that
 * leave, slow readers and broken streams are met with as they are over a socket. Such a request has no address, so limits
 * count all callers that `authenticate` does not tell apart as one.
 */
export function fetchHandler({ path = '/v1', ...options }: FetchHandlerOptions): FetchHandler {
  const handler = apiHandler(options as ServeOptions);
  const server = createServer((request, response) => void handler(request, response));
  const prefix = `/${path}`.replace(/\/+/g, '/').replace(/\/$/, '');

  const answer = async (request: Request): Promise<Response> => {
    const { signal } = request;
    signal.throwIfAborted();
    const call = httpRequest({
      method: request.method,
      path: below(prefix, new URL(request.url)),
      headers: headersOf(request),
      createConnection: () => connectionTo(server),
      signal,
    });
    const replied = new Promise<IncomingMessage>((resolve, reject) => {
      call.once('response', resolve).once('error', reject);
    });
    // An answer may come before the body has been taken, and a body that breaks off is the handler's to answer.
    send(request, call).catch(() => undefined);
    return responseOf(await replied, request.method);
  };

  Object.defineProperty(answer, 'inFlight', { get: () => handler.inFlight });
  return Object.assign(answer, { close: handler.close }) as unknown as FetchHandler;
}

async function send({ body }: Request, call: ReturnType<typeof httpRequest>): Promise<void> {
  if (body === null) call.end();
  else await pipeline(Readable.fromWeb(body as NodeReadableStream), call);
}

/** Our end of a connection whose other end the server has; each ends with the other. */
function connectionTo(server: ReturnType<typeof createServer>): Duplex {
  const [ours, theirs] = duplexPair();
  ours.once('close', () => theirs.destroy());
  theirs.once('close', () => ours.destroy());
  server.emit('connection', Object.assign(theirs, { setNoDelay: () => theirs }));
  return ours;
}

/** The path below the prefix, with the query; the root, where nothing is, for one that is elsewhere. */
function below(prefix: string, { pathname, search }: URL): string {
  return pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) + search : '/';
}

function headersOf({ headers }: Request): Record<string, string> {
  const all = Object.fromEntries(headers);
  for (const name of OF_A_CONNECTION) delete all[name];
  return all;
}

function responseOf(message: IncomingMessage, method: string): Response {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    if (!OF_A_CONNECTION.includes(name)) for (const value of values) headers.append(name, value);
  }
  const { statusCode: status = 500 } = message;
  if (!BODILESS.has(status) && method !== 'HEAD') {
    return new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>, { status, headers });
  }
  message.resume();
  return new Response(null, { status, headers });
}

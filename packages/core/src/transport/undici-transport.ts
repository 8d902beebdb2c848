import type { Dispatcher } from 'undici';
import { ColloquyError } from '../errors/index.ts';
import { isByteStream } from '../wire/is-byte-stream.ts';
import type { Transport } from '../wire/transport.ts';
import { type HttpReply, httpTransport } from './http-transport.ts';
import { releasing } from './releasing.ts';
import { undiciExchange } from './undici-exchange.ts';

/** A transport that holds connections, and how to let go of them. */
export interface ClosableTransport extends Transport {
  /** Ends every open exchange and closes the connections. */
  close(): Promise<void>;
}

/** How connections are made. */
export interface UndiciOptions {
  readonly baseURL: string;
  /** Milliseconds to wait for a connection. @default 10_000 */
  readonly connectTimeout?: number;
}

/**
 * HTTP through undici, with connections of its own and the proxies that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name.
 *
 * undici is loaded at the first request, since loading it takes longer than loading everything else here.
 */
export function undiciTransport(options: UndiciOptions): ClosableTransport {
  let agents: Promise<Agents> | undefined;
  let ready: Agents | undefined;
  let closed = false;

  const transport = httpTransport(options.baseURL, async (request) => {
    if (closed) throw new ColloquyError('configuration', 'the client is closed; make a new one');
    agents ??= openAgents(options.connectTimeout ?? 10_000);
    ready ??= await agents;
    const { origin, path, method, headers, body, deadline, fresh } = request;
    const asked: Dispatcher.DispatchOptions = {
      origin,
      path,
      method: method as Dispatcher.HttpMethod,
      headers: headers as Record<string, string>,
      body: (isByteStream(body) ? releasing(body) : body) as Dispatcher.DispatchOptions['body'],
      reset: fresh,
    };
    try {
      return decoded(await undiciExchange(fresh ? ready.fresh : ready.pooled, asked, deadline));
    } catch (error) {
      // undici gives up on an interim `100 Continue` that nobody asked for; Node's own client passes over it.
      if (!isBadResponse(error) || ready.proxied || isByteStream(body)) throw error;
      const { nodeHttpSend } = await import('./node-http-send.ts');
      return decoded(await nodeHttpSend(request));
    }
  });

  return Object.assign(transport, {
    close: async () => {
      closed = true;
      const { pooled, fresh } = (await agents) ?? {};
      await Promise.all([pooled?.destroy(), fresh?.destroy()]);
    },
  });
}

interface Agents {
  readonly pooled: Dispatcher;
  /** Never uses a connection twice. */
  readonly fresh: Dispatcher;
  readonly proxied: boolean;
}

async function openAgents(connectTimeout: number): Promise<Agents> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const settings = {
    connect: { timeout: connectTimeout },
    // The waits are bounded above this, where it is known what counts as progress.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  };
  const proxied = PROXY_VARIABLES.some((name) => (process.env[name] ?? '') !== '');
  const open = () => (proxied ? new EnvHttpProxyAgent(settings) : new Agent(settings));
  return { pooled: open(), fresh: open(), proxied };
}

const PROXY_VARIABLES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'];

function decoded(reply: HttpReply): HttpReply | Promise<HttpReply> {
  const encoding = reply.headers['content-encoding'];
  if (encoding === undefined) return reply;
  return import('./decode-content.ts').then(async ({ decodeContent }) => ({
    ...reply,
    body: await decodeContent(reply.body, encoding),
  }));
}

function isBadResponse(error: unknown): boolean {
  return error instanceof Error && error.message === 'bad response';
}

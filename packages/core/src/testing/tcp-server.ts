import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** One request as it stood on the socket, and the socket to answer on. */
export interface RawExchange {
  readonly socket: Socket;
  /** From 1, over all connections. */
  readonly number: number;
  /** From 1, on this connection. */
  readonly onConnection: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server on a port of its own that says exactly what it is told to, byte for byte. */
export interface RawServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseURL: string;
  readonly port: number;
  /** The requests so far, in order. */
  readonly exchanges: readonly RawExchange[];
  /** Connections that are open now. */
  readonly connections: number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1 and hands every whole request to `answer`, which writes to the socket itself.
 *
 * It speaks no HTTP of its own, so it can break any rule of it.
 */
export async function rawServer(answer: (exchange: RawExchange) => unknown): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const exchanges: RawExchange[] = [];
  const whenIdle: (() => void)[] = [];

  const server = createServer((socket) => {
    sockets.add(socket);
    let received: Buffer = Buffer.alloc(0);
    let onConnection = 0;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const resolve of whenIdle.splice(0)) resolve();
    });
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let request = takeRequest(received); request !== undefined; request = takeRequest(received)) {
        received = request.rest;
        onConnection += 1;
        const { rest: _, ...parsed } = request;
        const exchange = { socket, number: exchanges.length + 1, onConnection, ...parsed };
        exchanges.push(exchange);
        void Promise.resolve(answer(exchange)).catch((error) => socket.destroy(error));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    port,
    exchanges,
    get connections() {
      return sockets.size;
    },
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function takeRequest(
  received: Buffer,
): (Omit<RawExchange, 'socket' | 'number' | 'onConnection'> & { rest: Buffer }) | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const from = end + 4;
  if (headers['transfer-encoding'] === 'chunked') {
    const last = received.indexOf('0\r\n\r\n', from);
    if (last < 0) return undefined;
    return { method, path, headers, body: received.subarray(from, last).toString(), rest: received.subarray(last + 5) };
  }
  const to = from + Number(headers['content-length'] ?? 0);
  if (received.length < to) return undefined;
  return { method, path, headers, body: received.subarray(from, to).toString(), rest: received.subarray(to) };
}

/** A whole HTTP answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): string {
  const body = JSON.stringify(value);
  const lines = Object.entries({
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  return `HTTP/1.1 ${status} Status\r\n${lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n${body}`;
}

/** The head of a chunked answer that streams events. */
export function streamHead(headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked', ...headers });
  return `HTTP/1.1 200 OK\r\n${lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n`;
}

/** One chunk of a chunked answer; an empty one ends it. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** One event of a chat stream, as a chunk. */
export function chatEvent(delta: object, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
  const value = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm', choices };
  return chunk(`data: ${JSON.stringify(value)}\n\n`);
}

/** What ends a chat stream well. */
export const CHAT_END = `${chatEvent({}, 'stop')}${chunk('data: [DONE]\n\n')}${chunk('')}`;

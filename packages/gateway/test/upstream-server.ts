import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Client, createClient, defineProvider } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';

/** A request as an upstream saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly json: Record<string, unknown>;
}

/** How an upstream behaves for one request. */
export type Behaviour = (request: SeenRequest, response: ServerResponse, socket: Socket) => void | Promise<void>;

/** A real server that fails, or answers, on cue. */
export interface UpstreamServer {
  readonly baseURL: string;
  readonly seen: SeenRequest[];
  /** How many of its exchanges were cut by the other side before they were over, and when. */
  readonly aborts: number[];
  behave: Behaviour;
  client(): Client;
  close(): Promise<void>;
}

export async function startUpstream(behave: Behaviour = chatAnswer({})): Promise<UpstreamServer> {
  const clients: Client[] = [];
  const sockets = new Set<Socket>();
  const upstream: UpstreamServer = {
    baseURL: '',
    seen: [],
    aborts: [],
    behave,
    client() {
      const provider = defineProvider({ name: 'oracle', baseURL: upstream.baseURL, endpoints: openai.endpoints });
      const client = createClient({ provider, apiKey: 'sk-upstream-canary', maxRetries: 0 });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const isJson = request.headers['content-type']?.includes('json') === true;
    const { method = '', url = '', headers } = request;
    const seen: SeenRequest = {
      method,
      path: url.replace(/^\/v1/, ''),
      headers,
      json: isJson ? JSON.parse(text) : { text },
    };
    upstream.seen.push(seen);
    response.on('close', () => {
      if (!response.writableFinished) upstream.aborts.push(performance.now());
    });
    await upstream.behave(seen, response, request.socket);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(upstream, { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
  return upstream;
}

/** What a chat answer holds. */
export interface AnswerOptions {
  readonly text?: string;
  readonly usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

/** Answers chat as OpenAI does, in one piece or as a stream. */
export function chatAnswer({
  text = 'one two three',
  usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
}: AnswerOptions): Behaviour {
  return ({ json }, response) => {
    const base = { id: 'chatcmpl-1', created: 1, model: json.model };
    if (json.stream !== true) {
      const message = { role: 'assistant', content: text };
      sendJson(response, 200, {
        ...base,
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage,
      });
      return;
    }
    const chunk = (delta: object, finish_reason: string | null = null) =>
      frame({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
    startEvents(response);
    response.write(chunk({ role: 'assistant', content: '' }));
    for (const word of text.split(/(?<= )/)) response.write(chunk({ content: word }));
    response.write(chunk({}, 'stop'));
    if ((json.stream_options as { include_usage?: boolean } | undefined)?.include_usage) {
      response.write(frame({ ...base, object: 'chat.completion.chunk', choices: [], usage }));
    }
    response.end('data: [DONE]\n\n');
  };
}

/** Begins a stream, sends so many pieces, and then nothing more. */
export function piecesThenSilence(pieces: number): Behaviour {
  return ({ json }, response) => {
    startEvents(response);
    response.write(piece(json.model, { role: 'assistant', content: '' }));
    for (let at = 0; at < pieces; at += 1) response.write(piece(json.model, { content: `w${at} ` }));
  };
}

export function piece(model: unknown, delta: object): string {
  return frame({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta, finish_reason: null }],
  });
}

export function frame(json: unknown): string {
  return `data: ${JSON.stringify(json)}\n\n`;
}

export function startEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

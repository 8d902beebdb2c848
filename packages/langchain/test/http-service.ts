import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fields = Record<string, unknown>;

/** One request as the service saw it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Fields;
}

/** What a test's service does with a request. */
export type Respond = (response: ServerResponse, request: Received, index: number) => void | Promise<void>;

/** A real HTTP service on a free port, which keeps what it was sent. */
export interface HttpService extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** Resolves when a client has closed a connection before its answer was over. */
  readonly abandoned: Promise<void>;
}

export async function httpService(respond: Respond): Promise<HttpService> {
  const received: Received[] = [];
  const { promise: abandoned, resolve } = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableEnded) resolve();
    });
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString();
    const isJson = request.headers['content-type']?.includes('json') ?? false;
    const seen: Received = {
      method: String(request.method),
      path: String(request.url),
      headers: request.headers,
      body: isJson && text !== '' ? (JSON.parse(text) as Fields) : { text },
    };
    received.push(seen);
    try {
      await respond(response, seen, received.length - 1);
    } catch (error) {
      // A mistake in a test's own service ends the exchange at once, instead of the test's patience.
      response.destroy(error as Error);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    received,
    abandoned,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a refusal in OpenAI's words. */
export function refusal(
  response: ServerResponse,
  status: number,
  message: string,
  more: Fields = {},
  headers: Record<string, string> = {},
): void {
  json(
    response,
    { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
    status,
    headers,
  );
}

/** Answers with a stream of events, in one write, ended by `[DONE]`. */
export function events(
  response: ServerResponse,
  items: readonly unknown[],
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  response.end(`${items.map(event).join('')}data: [DONE]\n\n`);
}

/** One event as it stands on the wire. */
export function event(item: unknown): string {
  const { type } = item as { type?: string };
  return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(item)}\n\n`;
}

/** A chat completion with one answer. */
export function completion(message: Fields, more: Fields = {}): Fields {
  const finish = message['tool_calls'] === undefined ? 'stop' : 'tool_calls';
  const choices = [
    { index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason: finish, logprobs: null },
  ];
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'parrot-1',
    choices,
    usage: USAGE,
    ...more,
  };
}

/** A chunk of a chat stream. */
export function chunk(delta: Fields, more: Fields = {}): Fields {
  const { finish_reason = null, ...head } = more;
  const choices = [{ index: 0, delta, finish_reason }];
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'parrot-1',
    choices,
    ...head,
  };
}

/** The last chunk with a choice. */
export function finish(reason = 'stop', more: Fields = {}): Fields {
  return chunk({}, { finish_reason: reason, ...more });
}

export const USAGE = {
  prompt_tokens: 12,
  completion_tokens: 8,
  total_tokens: 20,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

/** The chunk that carries the usage of a chat stream. */
export const usageChunk: Fields = { ...chunk({}), choices: [], usage: USAGE };

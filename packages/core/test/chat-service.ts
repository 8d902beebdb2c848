import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small service over HTTP, on a port of its own, that answers chat completions with a greeting. */
export interface ChatService {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseURL: string;
  /** Connections that are open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the service; it refuses unknown paths with 404 and requests without messages with 400. */
export async function chatService(): Promise<ChatService> {
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    void answer(request, response, `chatcmpl-${answers}`).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${(server.address() as { port: number }).port}/v1`,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const json = (status: number, value: object) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const refuse = (status: number, message: string) =>
    json(status, { error: { message, type: 'invalid_request_error', param: null, code: null } });
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return refuse(404, 'no such path');
  const { messages, stream, model } = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
  if (!Array.isArray(messages)) return refuse(400, '`messages` is missing');
  const head = { id, created: 1_700_000_000, model };
  if (stream !== true) {
    const message = { role: 'assistant', content: 'Hello there', refusal: null };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    return json(200, { ...head, object: 'chat.completion', choices, usage });
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const write = (delta: object, finish_reason: string | null = null) => {
    const value = { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] };
    response.write(`data: ${JSON.stringify(value)}\n\n`);
  };
  for (const delta of [{ role: 'assistant', content: '' }, { content: 'Hello' }, { content: ' there' }]) {
    write(delta);
    await new Promise(setImmediate);
  }
  write({}, 'stop');
  response.end('data: [DONE]\n\n');
}

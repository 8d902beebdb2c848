import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Client, type ClientOptions, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { onTestFinished } from 'vitest';
import { listen } from './listen.ts';

/** What an upstream was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  readonly request: IncomingMessage;
}

/** A service that answers as the test says, with a client that leads to it. */
export async function upstream(
  answer: (asked: Asked, response: ServerResponse) => void,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const { url } = await listen(async (request, response) => {
    const parts: Buffer[] = [];
    const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
    if (!isForm) for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const entry: Asked = {
      method: request.method as string,
      path: request.url as string,
      headers: request.headers,
      body: text === '' ? {} : JSON.parse(text),
      request,
    };
    asked.push(entry);
    answer(entry, response);
  });
  const client = createClient({ provider: openai, baseURL: `${url}/v1`, apiKey: 'sk-upstream-secret', ...options });
  onTestFinished(() => client.close());
  return { client, url, asked };
}

/** A chunk of a chat stream with some text. */
export function chunk(content: string, finishReason: string | null = null): Record<string, unknown> {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { content }, finish_reason: finishReason }],
  };
}

/** One event of a stream, as it stands on the wire. */
export function event(json: unknown): string {
  return `data: ${JSON.stringify(json)}\n\n`;
}

/** Begins a stream of events. */
export function beginStream(response: ServerResponse, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  response.flushHeaders();
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

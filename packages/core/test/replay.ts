import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Client, type ClientOptions, createClient, type Provider } from '@colloquy/core';
import { onTestFinished } from 'vitest';

/** What a replayed service was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** The body as it came, where it is no JSON. */
  readonly raw: Buffer;
}

/** One answer of a replayed service. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A file of the fixtures. */
export const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../src/providers/__fixtures__', name), 'utf8');

/** A fixture as an answer: its `.chunks.txt` where a stream was asked for, its `.json` otherwise. */
export const story =
  (name: string, status = 200) =>
  ({ body }: Asked): Answer =>
    body['stream'] === true
      ? { type: 'text/event-stream', body: fixture(`${name}.chunks.txt`) }
      : { status, body: fixture(`${name}.json`) };

/**
 * A service on a port of its own that writes each answer in pieces of `pieceBytes`, and a client of it; both are gone
 * when the test is over.
 */
export async function replay(
  provider: Provider,
  answer: (asked: Asked) => Answer | Promise<Answer>,
  { pieceBytes = 7, ...options }: Partial<ClientOptions> & { pieceBytes?: number } = {},
): Promise<{ client: Client; asked: Asked[]; origin: string }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void serve(request, response).catch((error) => response.destroy(error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts);
    const isJson = request.headers['content-type'] === 'application/json';
    const body = isJson ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {};
    const one: Asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body, raw };
    asked.push(one);
    const { status = 200, type = 'application/json', headers = {}, body: text } = await answer(one);
    response.writeHead(status, { 'content-type': type, ...headers });
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      // A turn of the event loop for each piece, so that they leave one by one.
      if (bytes.length < 64 * 1024) await new Promise(setImmediate);
    }
    response.end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const baseURL = origin + new URL(provider.baseURL).pathname.replace(/\/$/, '');
  const client = createClient({ provider, apiKey: 'sk-test', baseURL, maxRetries: 0, ...options });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { client, asked, origin };
}

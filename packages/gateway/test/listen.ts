import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiHandler, type Gateway, type ServeSettings } from '@colloquy/gateway';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';

/** A gateway on a port, and a token for its project `alpha`. */
export interface Listening {
  readonly baseURL: string;
  readonly port: number;
  readonly key: string;
  ask(key: string): OpenAI;
  /** A JSON request, as the project `alpha`. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Serves a gateway until the test is over. */
export async function listen(gateway: Gateway, options: ServeSettings = {}): Promise<Listening> {
  const handler = apiHandler({ gateway, ...options });
  const server = createServer((request, response) => {
    request.url = request.url?.replace(/^\/v1/, '') ?? '';
    void handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const baseURL = `http://127.0.0.1:${port}/v1`;
  const { token: key } = await gateway.tokens.create({ project: 'alpha' });
  return {
    baseURL,
    port,
    key,
    ask: (apiKey) => new OpenAI({ apiKey, baseURL, maxRetries: 0 }),
    post: (path, body, headers) =>
      fetch(`${baseURL}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

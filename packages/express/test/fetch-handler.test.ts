import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { fetchHandler } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import { describe, expect, onTestFinished, test } from 'vitest';

const MESSAGES = [{ role: 'user' as const, content: 'Hello!' }];
const STREAM = { method: 'POST', body: JSON.stringify({ model: 'm', messages: MESSAGES, stream: true }) };
const CHUNK = `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'so' } }] })}\n\n`;

const local = () => createClient({ provider: openai, transport: createLocal().transport('openai') });

/** A client of a service that answers as told, over a socket. */
async function clientOf(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient({
    provider: openai,
    apiKey: 'sk-upstream-secret',
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    maxRetries: 0,
  });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return client;
}

const startStream: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(CHUNK);
};

describe('a client whose `fetch` is the handler', () => {
  const over = () => {
    const handler = fetchHandler({ client: local() });
    return createClient({
      provider: openai,
      apiKey: 'nobody-asks',
      baseURL: 'http://colloquy.example/v1',
      fetch: async (input, init) => handler(new Request(input, init)),
    });
  };

  test('gets chat, streams, responses and models', async () => {
    const client = over();
    const chat = { model: 'gpt-4o-mini', messages: MESSAGES };
    const whole = await client.chat.completions.create(chat);
    expect(whole.choices[0]?.message.content).toMatch(/\w/);
    const streamed = await (await client.chat.completions.stream(chat)).final();
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect((await client.responses.create({ model: 'gpt-4o-mini', input: 'Hi' })).status).toBe('completed');
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
  });

  test('uploads a file of 8 MB and reads it back', async () => {
    const client = over();
    const content = Buffer.alloc(8_000_000, 'every byte counts ');
    const file = await client.files.upload(new Blob([content]), { purpose: 'user_data', filename: 'a.txt' });
    expect(file.bytes).toBe(content.byteLength);
    expect(Buffer.from(await (await client.files.content(file.id)).bytes()).equals(content)).toBe(true);
  });
});

test.each([
  ['an unknown path', '/v1/nothing', {}, 404],
  ['a path beside the prefix', '/models', {}, 404],
  ['another method', '/v1/files', { method: 'PUT' }, 405],
  ['a body that is no JSON', '/v1/chat/completions', { method: 'POST', body: '{' }, 400],
  [
    'a body that is said to be text',
    '/v1/embeddings',
    { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } },
    415,
  ],
])('%s is refused in OpenAI’s shape', async (_, path, init: RequestInit, status) => {
  const handler = fetchHandler({ client: local() });
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string>) };
  const response = await handler(new Request(`http://x${path}`, { ...init, headers }));
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});

test('OPTIONS and HEAD have no body, and tokens are asked for', async () => {
  const handler = fetchHandler({ client: local(), cors: { origin: '*' }, authenticate: () => null, path: 'ai/' });
  const asked = await handler(
    new Request('http://x/ai/models', { method: 'OPTIONS', headers: { origin: 'http://y' } }),
  );
  expect([asked.status, asked.body, asked.headers.get('access-control-allow-origin')]).toEqual([204, null, '*']);
  expect((await handler(new Request('http://x/ai/models', { method: 'HEAD' }))).status).toBe(401);
});

test.each<[string, (leave: AbortController, response: Promise<Response>) => Promise<unknown>]>([
  ['its signal is aborted', async (leave) => leave.abort()],
  ['the body of its answer is let go of', async (_, response) => (await response).body?.cancel()],
])('the service is let go of when a request is left: %s', async (_name, leave) => {
  const gone = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const client = await clientOf((request, response) => {
    response.once('close', () => gone.resolve());
    startStream(request, response);
    asked.resolve();
  });
  const handler = fetchHandler({ client });
  const controller = new AbortController();
  const headers = { 'content-type': 'application/json' };
  const response = handler(
    new Request('http://x/v1/chat/completions', { ...STREAM, headers, signal: controller.signal }),
  );
  response.catch(() => undefined);
  await asked.promise;
  await leave(controller, response);
  await gone.promise;
  await expect.poll(() => handler.inFlight).toBe(0);
});

test('closing ends an open stream with an error event, and refuses what comes then', async () => {
  const handler = fetchHandler({ client: await clientOf(startStream) });
  const headers = { 'content-type': 'application/json' };
  const response = await handler(new Request('http://x/v1/chat/completions', { ...STREAM, headers }));
  const text = response.text();
  expect(await handler.close({ graceMs: 0 })).toEqual({ drained: 0, aborted: 1 });
  expect(await text).toMatch(/"so".*\n\ndata: \{"error":.*"server_closing"/);
  const refused = await handler(new Request('http://x/v1/models'));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
});

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLimiter, memoryStore } from '@colloquy/limits';
import { createLocal } from '@colloquy/local';
import express, { type RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { pipeChat } from '../stream/pipe-chat.ts';
import { type RateLimitOptions, rateLimit } from './rate-limit.ts';

const LIMITS = { requestsPerMinute: 3, tokensPerDay: 10_000 };

async function limited(handler: RequestHandler, options: Partial<RateLimitOptions> = {}) {
  const store = memoryStore();
  const app = express();
  app.post('/', express.json(), rateLimit({ limits: LIMITS, store, key: () => 'k', ...options }), handler);
  const { url } = await listen(app);
  const ask = (body: object = {}, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const spent = async () => 10_000 - ((await createLimiter({ store, limits: LIMITS }).peek('k')).day?.remaining ?? 0);
  return { ask, spent };
}

test('an answer is settled with the usage in it', async () => {
  const { ask, spent } = await limited((_request, response) => void response.json({ usage: { total_tokens: 42 } }));
  const reply = await ask({ messages: [{ role: 'user', content: 'Hi' }], max_tokens: 500 });
  expect(reply.headers.get('x-ratelimit-remaining-requests')).toBe('2');
  await expect.poll(spent).toBe(42);
});

test('a stream is settled with the usage in its last chunk', async () => {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const { ask, spent } = await limited(async ({ body }, response) => {
    await pipeChat(await client.chat.completions.stream(body), response);
  });
  const body = {
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Hello!' }],
    stream_options: { include_usage: true },
  };
  const text = await (await ask(body)).text();
  const usage = Number(/"total_tokens":(\d+)/.exec(text)?.[1]);
  expect(usage).toBeGreaterThan(0);
  await expect.poll(spent).toBe(usage);
});

test('an error costs no tokens', async () => {
  const { ask, spent } = await limited((_request, response) => void response.status(502).json({}));
  await ask({ max_tokens: 500 });
  await expect.poll(spent).toBe(0);
});

test('a request that does not fit is 429 with Retry-After, and the handler is not called', async () => {
  let calls = 0;
  const { ask } = await limited((_request, response) => {
    calls += 1;
    response.json({});
  });
  for (let at = 0; at < 3; at += 1) await (await ask()).text();
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  expect(calls).toBe(3);
});

test('without a key function each token has limits of its own', async () => {
  const { ask } = await limited((_request, response) => void response.json({}), {
    key: undefined,
    limits: { requestsPerMinute: 1 },
  });
  expect((await ask({}, { authorization: 'Bearer a' })).status).toBe(200);
  expect((await ask({}, { authorization: 'Bearer a' })).status).toBe(429);
  expect((await ask({}, { authorization: 'Bearer b' })).status).toBe(200);
  expect((await ask()).status).toBe(200);
});

test('a number of tokens that is none is 400 and names its field', async () => {
  const { ask } = await limited((_request, response) => void response.json({}));
  const reply = await ask({ max_tokens: -1 });
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ error: { param: 'max_tokens' } });
});

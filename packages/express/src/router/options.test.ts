import { createClient } from '@colloquy/core';
import { eugpt } from '@colloquy/core/providers';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, json, upstream } from '../../test/upstream.ts';
import { type ColloquyRouterOptions, colloquyRouter } from './colloquy-router.ts';

const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const ANSWER = {
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hey' }, finish_reason: 'stop' }],
  usage: USAGE,
};

async function serve(
  options: Partial<ColloquyRouterOptions>,
  answer: Parameters<typeof upstream>[0] = (_asked, response) => json(response, ANSWER),
) {
  const { client, asked } = await upstream(answer);
  const app = express();
  app.use('/v1', colloquyRouter({ client, ...options } as ColloquyRouterOptions));
  const { url } = await listen(app);
  const chat = (body: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...CHAT, ...body }),
    });
  return { url: `${url}/v1`, chat, asked };
}

describe('authenticate', () => {
  test('null is answered with 401, whom it names is let in', async () => {
    const { chat, asked } = await serve({
      authenticate: ({ headers }) => (headers.authorization === 'Bearer ours' ? { project: 'a' } : null),
    });
    const refused = await chat({}, { authorization: 'Bearer theirs' });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      error: { type: 'invalid_request_error', code: 'invalid_api_key', param: null },
    });
    expect(asked).toEqual([]);
    expect((await chat({}, { authorization: 'Bearer ours' })).status).toBe(200);
  });

  test("an error that it throws is this server's, and is not shown", async () => {
    const { chat } = await serve({
      authenticate: () => {
        throw new Error('the database password is wrong');
      },
    });
    const reply = await chat();
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toContain('password');
  });

  test("the caller's own credentials and cookies never reach the service", async () => {
    const { chat, asked } = await serve({});
    await chat({}, { authorization: 'Bearer theirs', cookie: 'session=1', 'openai-organization': 'org-theirs' });
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer sk-upstream-secret' });
    expect(asked[0]?.headers).not.toHaveProperty('cookie');
    expect(asked[0]?.headers).not.toHaveProperty('openai-organization');
  });

  test('authorize refuses with 403', async () => {
    const { chat } = await serve({
      authenticate: () => ({ project: 'a' }),
      authorize: (caller) => caller?.project !== 'a',
    });
    expect((await chat()).status).toBe(403);
  });
});

test.each([0, 1])('a client made with %i retries is mounted with them', async (maxRetries) => {
  const { client, asked } = await upstream((_asked, response) => json(response, {}, 500), { maxRetries });
  const app = express();
  app.use(colloquyRouter({ client }));
  const { url } = await listen(app);
  expect((await fetch(`${url}/models`)).status).toBe(502);
  expect(asked).toHaveLength(maxRetries + 1);
});

test('a client made with a timeout is mounted with it', async () => {
  const { client } = await upstream(() => undefined, { maxRetries: 0, timeout: 50 });
  const app = express();
  app.use(colloquyRouter({ client }));
  const { url } = await listen(app);
  expect((await fetch(`${url}/models`)).status).toBe(504);
});

test('resolveModel and transformRequest have the last word on a request', async () => {
  const { chat, asked } = await serve({
    resolveModel: (model) => `real-${model}`,
    transformRequest: (body) => ({ ...body, temperature: 0 }),
  });
  await chat();
  expect(asked[0]?.body).toEqual({ ...CHAT, model: 'real-m', temperature: 0, stream: false });
});

test('routes that are left out are unknown', async () => {
  const { url, chat } = await serve({ routes: { include: ['chat', 'models'], exclude: ['models'] } });
  expect((await chat()).status).toBe(200);
  expect((await fetch(`${url}/models`)).status).toBe(404);
  expect((await fetch(`${url}/files`)).status).toBe(404);
});

test('what the provider does not offer is 404, and nothing is sent', async () => {
  const client = createClient({
    provider: eugpt,
    apiKey: 'x',
    transport: () => Promise.reject(new Error('must not be sent')),
  });
  const { url } = await serve({ client });
  const reply = await fetch(`${url}/files`);
  expect(reply.status).toBe(404);
  expect(await reply.json()).toMatchObject({
    error: { code: 'unsupported', message: expect.stringContaining('EU GPT') },
  });
});

describe('limits', () => {
  test('what is left is in every answer, and a caller beyond its limit gets 429 with Retry-After', async () => {
    const { chat, url } = await serve({ limits: { requestsPerMinute: 2, tokensPerDay: 5000 } });
    const first = await chat({ max_tokens: 10 });
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(first.headers.get('ratelimit-policy')).toBe('"requests";q=2;w=60, "day";q=5000;w=86400');
    await first.text();
    expect((await chat({ max_tokens: 10 })).status).toBe(200);
    const third = await chat({ max_tokens: 10 });
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(third.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(await third.json()).toMatchObject({ error: { type: 'requests', code: 'rate_limit_exceeded' } });
    const quota = (await (await fetch(`${url}/quota`)).json()) as { limits: { day: { remaining: number } } };
    expect(quota.limits.day.remaining).toBe(5000 - 2 * USAGE.total_tokens);
  });

  test('a stream that its caller left is settled with what was delivered', async () => {
    const { url } = await serve({ limits: { tokensPerDay: 5000 } }, (_asked, response) => {
      beginStream(response);
      response.write(event(chunk('')) + event(chunk('one')) + event(chunk('two')));
    });
    const left = async () => {
      const quota = (await (await fetch(`${url}/quota`)).json()) as { limits: { day: { remaining: number } } };
      return quota.limits.day.remaining;
    };
    const call = post(`${url}/chat/completions`, { ...CHAT, stream: true, max_tokens: 1000 });
    await received(await call.reply, '"two"');
    expect(await left()).toBeLessThanOrEqual(4000);
    call.leave();
    await expect.poll(left).toBeGreaterThan(4980);
    expect(await left()).toBeLessThan(5000);
  });

  test('so many streams at a time, and the next once one is over', async () => {
    let finish: () => void = () => undefined;
    const { url, chat } = await serve({ limits: { concurrent: 1 } }, (_asked, response) => {
      beginStream(response);
      response.write(event(chunk('one')));
      finish = () => response.end(`${event(chunk('', 'stop'))}data: [DONE]\n\n`);
    });
    const first = await post(`${url}/chat/completions`, { ...CHAT, stream: true }).reply;
    await received(first, '"one"');
    const refused = await chat({ stream: true });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after-ms'))).toBeGreaterThan(0);
    const over = received(first, '[DONE]');
    finish();
    await over;
    const next = async () => (await post(`${url}/chat/completions`, { ...CHAT, stream: true }).reply).statusCode;
    await expect.poll(next).toBe(200);
  });

  test('each caller has its own', async () => {
    const { chat } = await serve({
      authenticate: ({ headers }) => ({ token: String(headers.authorization) }),
      limits: { requestsPerMinute: 1 },
    });
    expect((await chat({}, { authorization: 'a' })).status).toBe(200);
    expect((await chat({}, { authorization: 'a' })).status).toBe(429);
    expect((await chat({}, { authorization: 'b' })).status).toBe(200);
  });

  test('a stream is settled with its usage, which a caller who did not ask does not see', async () => {
    const { chat, url, asked } = await serve({ limits: { tokensPerDay: 5000 } }, (_asked, response) => {
      beginStream(response);
      response.write(event(chunk('Hey')));
      response.write(event(chunk('', 'stop')));
      response.end(`${event({ ...chunk(''), choices: [], usage: USAGE })}data: [DONE]\n\n`);
    });
    const text = await (await chat({ stream: true })).text();
    expect(asked[0]?.body['stream_options']).toEqual({ include_usage: true });
    expect(text).toBe(`${event(chunk('Hey'))}${event(chunk('', 'stop'))}data: [DONE]\n\n`);
    const quota = (await (await fetch(`${url}/quota`)).json()) as { limits: { day: { remaining: number } } };
    expect(quota.limits.day.remaining).toBe(5000 - USAGE.total_tokens);
  });
});

test('hooks are told of usage, of errors, and of every end', async () => {
  const told: unknown[] = [];
  const { chat } = await serve(
    {
      maxRetries: 0,
      hooks: {
        onUsage: (usage, facts) => told.push(['usage', usage.totalTokens, facts.model, facts.path]),
        onError: (error, { requestId }) => told.push(['error', (error as { code?: string }).code, typeof requestId]),
        onEnd: (end) => {
          told.push(['end', end.reason, end.status]);
          throw new Error('a hook that fails changes nothing');
        },
      },
    },
    ({ body }, response) => (body['model'] === 'm' ? json(response, ANSWER) : json(response, {}, 500)),
  );
  expect((await chat()).status).toBe(200);
  expect((await chat({ model: 'broken' })).status).toBe(502);
  expect(told).toEqual([
    ['usage', 7, 'm', '/chat/completions'],
    ['end', 'done', 200],
    ['error', 'server', 'string'],
    ['end', 'error', 502],
  ]);
});

describe('cors', () => {
  test('a page of an allowed origin may ask first, without a token, and read the answer', async () => {
    const { url } = await serve({ authenticate: () => null, cors: { origin: ['https://app.example.org'] } });
    const asked = await fetch(`${url}/models`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.org', 'access-control-request-headers': 'authorization,x-stainless-os' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization,x-stainless-os');
    const answer = await fetch(`${url}/models`, { headers: { origin: 'https://app.example.org' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
  });

  test('a page of another origin is not told that it may', async () => {
    const { url } = await serve({ cors: { origin: 'https://app.example.org' } });
    const asked = await fetch(`${url}/models`, { method: 'OPTIONS', headers: { origin: 'https://evil.example.org' } });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('a request id that can be used is echoed, another is replaced', async () => {
  const { chat } = await serve({});
  expect((await chat({}, { 'x-request-id': 'mine-1' })).headers.get('x-request-id')).toBe('mine-1');
  expect((await chat({}, { 'x-request-id': 'a b' })).headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
});

test.each([
  ['neither client nor gateway', {}, 'client'],
  ['a size that is none', { client: {}, bodyLimit: 'lots' }, 'bodyLimit'],
  ['a group of routes that there is not', { client: {}, routes: { include: ['chats'] } }, 'routes.include'],
  ['a limit that is none', { client: {}, limits: { requestsPerMinute: -1 } }, 'limits.requestsPerMinute'],
])('%s is refused when the router is made', (_name, options, param) => {
  expect(() => colloquyRouter(options as never)).toThrow(expect.objectContaining({ code: 'configuration', param }));
});

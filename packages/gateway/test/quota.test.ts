import { EventStream } from '@colloquy/core';
import { createGateway, type ExchangeReport } from '@colloquy/gateway';
import { redisStore } from '@colloquy/limits/redis';
import { describe, expect, test } from 'vitest';
import { ALICE, get, messages, post, readStream, setup } from './call.ts';
import { chatAnswer, piecesThenSilence, sendJson, startUpstream } from './upstream-server.ts';

const chat = { model: 'gpt-4o-mini', messages, max_tokens: 20 };

describe('the quota of a project', () => {
  test('an answer costs the usage that the upstream reports, and every answer tells what is left', async () => {
    const { alice, gateway } = await setup(undefined, {
      limits: { project: { tokensPerDay: 1_000 }, token: { requestsPerMinute: 10 } },
    });
    const reply = await post(alice, '/chat/completions', chat);
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ object: 'chat.completion', usage: { total_tokens: 8 } });
    expect(reply.headers).toMatchObject({
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '9',
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '992',
      'x-ratelimit-remaining-project-tokens': '992',
      'ratelimit-policy': '"requests";q=10;w=60, "day";q=1000;w=86400',
    });
    expect(reply.headers.ratelimit).toMatch(/^"requests";r=9;t=60, "day";r=992;t=\d+$/);
    expect((await get(alice, '/quota')).json).toMatchObject({
      object: 'quota',
      project: 'alpha',
      tokens_per_day: { limit: 1_000, used: 8, remaining: 992 },
      requests_per_minute: { limit: 10, used: 1 },
      tokens_per_minute: null,
    });
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(8);
  });

  test('two hundred thousand tokens a day are the quota of a project that is given none', async () => {
    const { gateway } = await setup();
    expect((await gateway.quota(ALICE)).tokens_per_day?.limit).toBe(200_000);
  });

  test('a spent day is 429 insufficient_quota for every token of the project, and nobody else', async () => {
    const usage = { prompt_tokens: 50, completion_tokens: 50, total_tokens: 100 };
    const { gateway, alice, bob, upstream } = await setup(chatAnswer({ usage }), {
      limits: { project: { tokensPerDay: 100 } },
    });
    expect((await post(alice, '/chat/completions', chat)).status).toBe(200);
    const other = gateway.transport({ project: 'alpha', token: 'tok_other' });
    const refused = await post(other, '/chat/completions', chat);
    expect(refused.status).toBe(429);
    expect(refused.json.error).toMatchObject({ type: 'insufficient_quota', code: 'insufficient_quota' });
    expect(refused.headers).toMatchObject({ 'x-should-retry': 'false', 'x-ratelimit-remaining-tokens': '0' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(upstream.seen).toHaveLength(1);
    expect((await post(bob, '/chat/completions', chat)).status).toBe(200);
  });

  test('requests per minute are counted by token, and refused with when to come back', async () => {
    const { gateway, alice } = await setup(undefined, { limits: { token: { requestsPerMinute: 1 } } });
    await post(alice, '/chat/completions', chat);
    const refused = await post(alice, '/chat/completions', chat);
    expect(refused.status).toBe(429);
    expect(refused.json.error).toMatchObject({ type: 'requests', code: 'rate_limit_exceeded' });
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    const other = gateway.transport({ project: 'alpha', token: 'tok_other' });
    expect((await post(other, '/chat/completions', chat)).status).toBe(200);
  });

  test('a stream is asked for its usage, which is kept from a caller that did not ask', async () => {
    const { alice, gateway, upstream } = await setup();
    const stream = await readStream(
      await alice({ method: 'POST', path: '/chat/completions', headers: {}, body: { ...chat, stream: true } }),
    );
    expect(stream).toMatchObject({ text: 'one two three', isDone: true });
    expect(stream.events.some((event) => (event as { usage?: unknown }).usage !== undefined)).toBe(false);
    expect(upstream.seen[0]?.json.stream_options).toEqual({ include_usage: true });
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(8);
    const asked = { ...chat, stream: true, stream_options: { include_usage: true } };
    const told = await readStream(await alice({ method: 'POST', path: '/chat/completions', headers: {}, body: asked }));
    expect(told.events.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 8 } });
  });

  test('a stream that is left is cut upstream at once and settled to what was delivered', async () => {
    const reports: ExchangeReport[] = [];
    const { alice, gateway, upstream } = await setup(piecesThenSilence(7), {
      hooks: { onExchange: (report) => reports.push(report) },
    });
    const { body } = await alice({
      method: 'POST',
      path: '/chat/completions',
      headers: {},
      body: { ...chat, stream: true },
    });
    let pieces = 0;
    for await (const batch of body as EventStream) {
      pieces += batch.events.length;
      if (pieces >= 8) break;
    }
    await expect.poll(() => upstream.aborts.length).toBe(1);
    const prompt = Math.ceil(('user'.length + 'Say it.'.length) / 4);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(prompt + 7);
    expect(reports).toMatchObject([
      { ending: 'left', tokens: prompt + 7, status: 200, upstream: 'main', route: 'POST /chat/completions' },
    ]);
    expect(gateway.inFlight).toBe(0);
  });

  test('a caller that leaves before the answer begins is charged the prompt, once', async () => {
    const { alice, gateway, upstream } = await setup(() => {});
    const abort = new AbortController();
    const call = alice({ method: 'POST', path: '/chat/completions', headers: {}, body: chat, signal: abort.signal });
    await expect.poll(() => upstream.seen.length).toBe(1);
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => upstream.aborts.length).toBe(1);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(3);
  });

  test('an answer of the upstream that refuses costs nothing', async () => {
    const { alice, gateway } = await setup((_, response) =>
      sendJson(response, 400, {
        error: { message: 'Bad temperature.', type: 'invalid_request_error', param: 'temperature', code: null },
      }),
    );
    const refused = await post(alice, '/chat/completions', chat);
    expect(refused.status).toBe(400);
    expect(refused.json.error).toMatchObject({ message: 'Bad temperature.', param: 'temperature' });
    expect(refused.headers['x-ratelimit-remaining-tokens']).toBe('200000');
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(0);
  });

  test.each([-1, 0, 1.5, '10', true])('max_tokens %s is 400, and nothing is sent', async (max_tokens) => {
    const { alice, upstream } = await setup();
    const refused = await post(alice, '/chat/completions', { ...chat, max_tokens });
    expect(refused.status).toBe(400);
    expect(refused.json.error).toMatchObject({ type: 'invalid_request_error', param: 'max_tokens' });
    expect(upstream.seen).toHaveLength(0);
  });

  test('two hundred at once: as many are admitted as fit, and the books are exact', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 };
    const { alice, gateway } = await setup(chatAnswer({ usage }), { limits: { project: { tokensPerDay: 23 * 50 } } });
    const replies = await Promise.all(Array.from({ length: 200 }, () => post(alice, '/chat/completions', chat)));
    const admitted = replies.filter(({ status }) => status === 200).length;
    expect(admitted).toBeGreaterThanOrEqual(50);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(200 - admitted);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(admitted * 10);
  });

  test('a store that fails is 503 at once, not an open door', async () => {
    const upstream = await startUpstream();
    const limits = redisStore('redis://127.0.0.1:1', { timeoutMs: 100 });
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      store: { limits },
    });
    const refused = await post(gateway.transport(ALICE), '/chat/completions', chat);
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json.error).toMatchObject({ code: 'limit_store_unavailable' });
    expect(upstream.seen).toHaveLength(0);
    await gateway.close();
    await upstream.close();
  });
});

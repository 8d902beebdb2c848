import { ColloquyError } from '@colloquy/core';
import express, { type Response as Answer, type Express } from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { listen } from '../../test/listen.ts';
import { json, upstream } from '../../test/upstream.ts';
import { colloquyErrorHandler } from './colloquy-error-handler.ts';

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  async function failing(fail: (response: Answer) => unknown, heard: unknown[] = []): Promise<Response> {
    const app = framework() as Express;
    app.use(framework.json({ limit: '1kb' }));
    app.post('/', (_request, response, next) => {
      Promise.resolve()
        .then(() => fail(response))
        .catch(next);
    });
    app.use(colloquyErrorHandler({ onError: (error) => heard.push(error) }));
    const { url } = await listen(app);
    return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  }

  test('an error of a client is answered by the mapping table', async () => {
    const { client } = await upstream((_asked, response) =>
      json(
        response,
        { error: { message: 'Slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' } },
        429,
        { 'retry-after': '7' },
      ),
    );
    const heard: unknown[] = [];
    const reply = await failing(() => client.models.list({ maxRetries: 0 }), heard);
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('7');
    expect(await reply.json()).toEqual({
      error: { message: 'Slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    });
    expect(heard).toEqual([expect.objectContaining({ code: 'rate_limit', status: 429 })]);
  });

  test("an error of the service's credentials is 502, never 401", async () => {
    const { client } = await upstream((_asked, response) =>
      json(response, { error: { message: 'Bad key sk-upstream-secret' } }, 401),
    );
    const reply = await failing(() => client.models.list());
    expect(reply.status).toBe(502);
    expect(await reply.text()).not.toContain('sk-upstream-secret');
  });

  test('an error of a body parser keeps its status', async () => {
    const app = framework() as Express;
    app.use(framework.json({ limit: '1kb' }));
    app.use(colloquyErrorHandler());
    const { url } = await listen(app);
    const send = (body: string) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const broken = await send('{');
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    expect((await send(JSON.stringify('x'.repeat(2000)))).status).toBe(413);
  });

  test.each([[new Error('a secret')], ['a secret'], [undefined], [new ColloquyError('configuration', 'a secret')]])(
    'anything else is 500 and says nothing of itself (%#)',
    async (thrown) => {
      const reply = await failing(() => Promise.reject(thrown ?? new Error('a secret')));
      expect(reply.status).toBe(500);
      expect(await reply.text()).not.toContain('a secret');
    },
  );

  test('an error after a stream of events has begun becomes an event', async () => {
    const reply = await failing((response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: {}\n\n');
      throw new ColloquyError('timeout', 'late');
    });
    expect(reply.status).toBe(200);
    expect(await reply.text()).toMatch(/^data: \{\}\n\ndata: \{"error":\{.*"upstream_timeout"\}\}\n\n$/);
  });

  test('an error after any other answer has begun cuts it off, so that nobody takes it for whole', async () => {
    const text = failing((response) => {
      response.write('{"half":');
      throw new Error('late');
    }).then((reply) => reply.text());
    await expect(text).rejects.toThrow();
  });
});

test('on Express 5 a handler that rejects needs no `catch`', async () => {
  const app = express();
  app.get('/', async () => {
    throw new ColloquyError('timeout', 'late');
  });
  app.use(colloquyErrorHandler());
  const { url } = await listen(app);
  expect((await fetch(url)).status).toBe(504);
});

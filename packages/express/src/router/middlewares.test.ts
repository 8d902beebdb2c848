import compression from 'compression';
import type { Express } from 'express';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, json, upstream } from '../../test/upstream.ts';
import { colloquyRouter } from './colloquy-router.ts';

const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };

/** What an app may mount before the router. */
const BEFORE: Readonly<Record<string, (framework: typeof express, app: Express) => void>> = {
  nothing: () => undefined,
  'express.json()': (framework, app) => {
    app.use(framework.json());
  },
  'express.raw()': (framework, app) => {
    app.use(framework.raw({ type: '*/*' }));
  },
  'express.text()': (framework, app) => {
    app.use(framework.text({ type: '*/*' }));
  },
  'express.urlencoded()': (framework, app) => {
    app.use(framework.urlencoded({ extended: true }));
  },
};

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  test.each(Object.keys(BEFORE))('a body is passed on after %s', async (before) => {
    const { client, asked } = await upstream((_asked, response) => json(response, { ok: true }));
    const app = framework() as Express;
    BEFORE[before]?.(framework as typeof express, app);
    app.use(colloquyRouter({ client }));
    const { url } = await listen(app);
    const reply = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(CHAT),
    });
    expect(reply.status).toBe(200);
    expect(asked[0]?.body).toEqual({ ...CHAT, stream: false });
  });

  test('a cancel without a body is passed on after express.json()', async () => {
    const { client, asked } = await upstream((_asked, response) => json(response, { status: 'cancelled' }));
    const app = framework() as Express;
    app.use(framework.json());
    app.use(colloquyRouter({ client }));
    const { url } = await listen(app);
    expect((await fetch(`${url}/fine_tuning/jobs/ftjob-1/cancel`, { method: 'POST' })).status).toBe(200);
    expect(asked[0]?.path).toBe('/v1/fine_tuning/jobs/ftjob-1/cancel');
  });

  test('with compression() each token arrives when it was sent', async () => {
    let next: () => void = () => undefined;
    const { client } = await upstream((_asked, response) => {
      beginStream(response);
      response.write(event(chunk('one')));
      next = () => response.end(`${event(chunk('two', 'stop'))}data: [DONE]\n\n`);
    });
    const app = framework() as Express;
    app.use(compression());
    app.use('/v1', colloquyRouter({ client }));
    const { url } = await listen(app);
    const call = post(`${url}/v1/chat/completions`, { ...CHAT, stream: true });
    const reply = await call.reply;
    // The second token is sent only after the first was seen, so a buffer in between would hold this up for ever.
    expect(await received(reply, '"one"')).not.toContain('"two"');
    const rest = received(reply, '[DONE]');
    next();
    expect(await rest).toContain('"two"');
  });

  test('with compression() an answer without a stream is compressed, and arrives whole', async () => {
    const text = 'x'.repeat(20_000);
    const { client } = await upstream((_asked, response) => json(response, { text }));
    const app = framework() as Express;
    app.use(compression());
    app.use('/v1', colloquyRouter({ client }));
    const { url } = await listen(app);
    const reply = await fetch(`${url}/v1/models`, { headers: { 'accept-encoding': 'gzip' } });
    expect(reply.headers.get('content-encoding')).toBe('gzip');
    expect(await reply.json()).toEqual({ text });
  });
});

test('a body that the platform kept as rawBody is used', async () => {
  const { client, asked } = await upstream((_asked, response) => json(response, { ok: true }));
  const app = express();
  app.use(express.raw({ type: '*/*' }), (request, _response, next) => {
    Object.assign(request, { rawBody: request.body, body: undefined });
    next();
  });
  app.use(colloquyRouter({ client }));
  const { url } = await listen(app);
  await fetch(`${url}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"input":"x"}',
  });
  expect(asked[0]?.body).toEqual({ input: 'x' });
});

test('a form that was read before it got here is refused with the reason', async () => {
  const { client } = await upstream((_asked, response) => json(response, { ok: true }));
  const app = express();
  app.use(express.raw({ type: '*/*' }));
  app.use(colloquyRouter({ client }));
  const { url } = await listen(app);
  const form = new FormData();
  form.append('purpose', 'user_data');
  form.append('file', new File(['x'], 'x.txt'));
  const reply = await fetch(`${url}/files`, { method: 'POST', body: form });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('read before it got here');
});

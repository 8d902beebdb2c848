import express from 'express';
import { expect, test } from 'vitest';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { type Asked, beginStream, chunk, event, json, upstream } from '../../test/upstream.ts';
import { type ColloquyRouter, colloquyRouter } from './colloquy-router.ts';

const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };

async function serve(
  answer: Parameters<typeof upstream>[0],
): Promise<{ url: string; router: ColloquyRouter; asked: Asked[] }> {
  const { client, asked } = await upstream(answer);
  const router = colloquyRouter({ client });
  const app = express();
  app.use('/v1', router);
  const { url } = await listen(app);
  return { url: `${url}/v1`, router, asked };
}

test('a router that closes refuses new requests with 503 and Retry-After', async () => {
  const { url, router, asked } = await serve((_asked, response) => json(response, {}));
  expect(await router.close()).toEqual({ drained: 0, aborted: 0 });
  const reply = await fetch(`${url}/models`);
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('1');
  expect(reply.headers.get('connection')).toBe('close');
  expect(await reply.json()).toMatchObject({ error: { type: 'service_unavailable_error', code: 'server_closing' } });
  expect(asked).toEqual([]);
});

test('a router that closes lets a stream come to its end within the grace time', async () => {
  let finish: () => void = () => undefined;
  const { url, router } = await serve((_asked, response) => {
    beginStream(response);
    response.write(event(chunk('Hel')));
    finish = () => response.end(`${event(chunk('lo', 'stop'))}data: [DONE]\n\n`);
  });
  const reply = await post(`${url}/chat/completions`, { ...CHAT, stream: true }).reply;
  await received(reply, 'Hel');
  expect(router.inFlight).toBe(1);
  const closed = router.close({ graceMs: 10_000 });
  const rest = received(reply, '[DONE]');
  finish();
  expect(await rest).toContain('"content":"lo"');
  expect(await closed).toEqual({ drained: 1, aborted: 0 });
  expect(router.inFlight).toBe(0);
});

test('after the grace time a stream gets an error event, and a call without one 503', async () => {
  const { url, router } = await serve(({ body }, response) => {
    if (body['stream'] !== true) return;
    beginStream(response);
    response.write(event(chunk('Hel')));
  });
  const stream = await post(`${url}/chat/completions`, { ...CHAT, stream: true }).reply;
  await received(stream, 'Hel');
  const call = post(`${url}/chat/completions`, CHAT);
  await expect.poll(() => router.inFlight).toBe(2);
  const began = performance.now();
  const error = received(stream, 'server_closing');
  expect(await router.close({ graceMs: 30 })).toEqual({ drained: 0, aborted: 2 });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await error).not.toContain('[DONE]');
  const refused = await call.reply;
  expect(refused.statusCode).toBe(503);
  expect(refused.headers['retry-after']).toBe('1');
});

test('a caller whose body is still on its way when the grace time is over gets 503', async () => {
  const { url, router } = await serve(() => undefined);
  const { request } = await import('node:http');
  const call = request(`${url}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '100' },
  });
  const status = new Promise<number | undefined>((resolve) =>
    call.once('response', ({ statusCode }) => resolve(statusCode)),
  );
  call.on('error', () => undefined);
  call.write('{"model":');
  await expect.poll(() => router.inFlight).toBe(1);
  await router.close({ graceMs: 0 });
  expect(await status).toBe(503);
  call.destroy();
});

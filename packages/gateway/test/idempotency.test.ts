import { expect, test } from 'vitest';
import { ALICE, messages, post, setup } from './call.ts';
import { chatAnswer, sendJson } from './upstream-server.ts';

const chat = { model: 'm', messages, max_tokens: 20 };
const keyed = { 'idempotency-key': 'order-7' };

test('S30: a request sent twice at once, and again later, runs once and costs once', async () => {
  const { gateway, alice, upstream } = await setup();
  const [first, second] = await Promise.all([
    post(alice, '/chat/completions', chat, keyed),
    post(alice, '/chat/completions', chat, keyed),
  ]);
  const third = await post(alice, '/chat/completions', chat, keyed);
  expect(upstream.seen).toHaveLength(1);
  expect(second?.json).toEqual(first?.json);
  expect(third.json).toEqual(first?.json);
  expect(third.headers['x-colloquy-replayed']).toBe('true');
  expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(8);
  expect(gateway.inFlight).toBe(0);
});

test('the same key with another body is 422', async () => {
  const { alice, upstream } = await setup();
  await post(alice, '/chat/completions', chat, keyed);
  const refused = await post(alice, '/chat/completions', { ...chat, max_tokens: 21 }, keyed);
  expect(refused).toMatchObject({ status: 422, json: { error: { code: 'idempotency_key_reused' } } });
  expect(upstream.seen).toHaveLength(1);
});

test('the same key of somebody else, or for another path, is another key', async () => {
  const { alice, bob, gateway, upstream } = await setup();
  await post(alice, '/chat/completions', chat, keyed);
  await post(bob, '/chat/completions', chat, keyed);
  await post(gateway.transport({ project: 'alpha', token: 'tok_other' }), '/chat/completions', chat, keyed);
  expect(upstream.seen).toHaveLength(3);
});

test('a failure is not kept', async () => {
  const { alice, upstream } = await setup((_, response) => sendJson(response, 500, {}));
  expect((await post(alice, '/chat/completions', chat, keyed)).status).toBe(502);
  upstream.behave = chatAnswer({});
  expect((await post(alice, '/chat/completions', chat, keyed)).status).toBe(200);
});

test('where the first caller leaves, the second one gets its answer', async () => {
  const { alice, upstream } = await setup(() => {});
  const abort = new AbortController();
  const first = alice({ method: 'POST', path: '/chat/completions', headers: keyed, body: chat, signal: abort.signal });
  await expect.poll(() => upstream.seen.length).toBe(1);
  const second = post(alice, '/chat/completions', chat, keyed);
  upstream.behave = chatAnswer({});
  abort.abort();
  await expect(first).rejects.toMatchObject({ code: 'aborted' });
  expect((await second).status).toBe(200);
  expect(upstream.seen).toHaveLength(2);
});

test('after ten minutes a key is free again', async () => {
  let now = Date.UTC(2026, 9, 1);
  const { alice, upstream } = await setup(undefined, { clock: () => now });
  await post(alice, '/chat/completions', chat, keyed);
  now += 10 * 60_000;
  await post(alice, '/chat/completions', chat, keyed);
  expect(upstream.seen).toHaveLength(2);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type Served, serve } from './with-server.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const chat = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
const send = (key: string, body: object = chat('Hello'), token?: string) =>
  ask(served, '/v1/chat/completions', { body, headers: { 'idempotency-key': key }, ...(token ? { token } : {}) });

test('S30: requests under one key, at once and later, are executed once and answered alike', async () => {
  const answers = await Promise.all([send('one'), send('one'), send('one')]);
  answers.push(await send('one'));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(3);
});

test('S30: another body under the same key is a 409', async () => {
  await send('two');
  const answer = await send('two', chat('Other'));
  expect([answer.status, answer.json().error.code]).toEqual([409, 'idempotency_key_reused']);
});

test('S30: a key belongs to its token', async () => {
  const { token } = await served.local.tokens.create({ project: 'other' });
  const [mine, theirs] = [await send('three'), await send('three', chat('Hello'), token)];
  expect(theirs.json().id).not.toBe(mine.json().id);
});

test('a failure is not remembered', async () => {
  served.local.fault({ kind: '500' });
  expect((await send('four')).status).toBe(500);
  expect((await send('four')).status).toBe(200);
});

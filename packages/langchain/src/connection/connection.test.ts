import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { expect, test } from 'vitest';
import { completion, httpService, json } from '../../test/http-service.ts';
import { ChatColloquy } from '../index.ts';

test('a model over a shared client adds its own key, headers and patience', async () => {
  await using service = await httpService((response) => json(response, completion({ content: 'ok' })));
  const client = createClient({ provider: openai, baseURL: service.url, apiKey: 'sk-client' });
  const keys = ['sk-a', () => 'sk-b', undefined] as const;
  for (const apiKey of keys) {
    const model = new ChatColloquy({
      model: 'm',
      client,
      apiKey,
      headers: new Headers({ 'x-team': 'blue' }),
      timeout: 5_000,
      maxRetries: 0,
    });
    await model.invoke('?', { headers: [['x-call', '1']] });
  }
  expect(service.received.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer sk-a',
    'Bearer sk-b',
    'Bearer sk-client',
  ]);
  expect(service.received[0]?.headers).toMatchObject({ 'x-team': 'blue', 'x-call': '1' });
});

test('a client and another service together are refused', () => {
  const client = createClient({ provider: openai, apiKey: 'sk-a' });
  for (const other of [{ provider: openai }, { baseURL: 'http://127.0.0.1:1/v1' }]) {
    const param = Object.keys(other)[0];
    expect(() => new ChatColloquy({ model: 'm', client, ...other })).toThrow(
      expect.objectContaining({ code: 'configuration', param }),
    );
  }
});

test('a missing key is told of when the model is made, by the name of its variable', () => {
  const provider = openai.extend({ name: 'nokey', apiKeyEnv: 'COLLOQUY_TEST_NO_SUCH_KEY' });
  expect(() => new ChatColloquy({ model: 'm', provider })).toThrow(/COLLOQUY_TEST_NO_SUCH_KEY/);
});

test('at most maxConcurrency requests are under way at once', async () => {
  let running = 0;
  let most = 0;
  const { promise: both, resolve } = Promise.withResolvers<void>();
  await using service = await httpService(async (response) => {
    running += 1;
    most = Math.max(most, running);
    if (running === 2) resolve();
    await both;
    running -= 1;
    json(response, completion({ content: 'ok' }));
  });
  const model = new ChatColloquy({ model: 'm', baseURL: service.url, apiKey: null, maxConcurrency: 2 });
  await Promise.all(Array.from({ length: 6 }, () => model.invoke('?')));
  expect(most).toBe(2);
});

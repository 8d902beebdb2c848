import { getRetryable } from '@langchain/core/errors';
import { describe, expect, test } from 'vitest';
import { chunk, completion, event, events, finish, json, type Respond, refusal } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';
import { ChatColloquy, type ChatColloquyFields } from '../index.ts';

// Where requests go, with what, and how they end.

test('baseURL is where the request goes, and a misspelt one is refused', async () => {
  await using at = await serving((response) => json(response, completion({ content: 'here' })));
  expect((await at.model.invoke('?')).text).toBe('here');
  expect(at.service.received[0]?.path).toBe('/v1/chat/completions');
  const misspelt = { model: 'm', base_url: 'http://127.0.0.1:1/v1' } as unknown as ChatColloquyFields;
  expect(() => new ChatColloquy(misspelt)).toThrow(/`base_url` is not an option of ChatColloquy; use `baseURL`/);
});

test('apiKey: null sends no key', async () => {
  await using at = await serving((response) => json(response, completion({ content: 'ok' })), { apiKey: null });
  await at.model.invoke('?');
  expect(at.service.received[0]?.headers.authorization).toBeUndefined();
});

test('headers of a call go with invoke, stream and events alike', async () => {
  await using at = await serving((response, { body }) => {
    if (body['stream'] === true) events(response, [chunk({ content: 'a' }), finish()]);
    else json(response, completion({ content: 'a' }));
  });
  const options = { headers: { 'x-tenant': 'a' } };
  await at.model.invoke('?', options);
  await gathered(await at.model.stream('?', options));
  await at.model.streamEvents('?', options);
  expect(at.service.received.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'a', 'a']);
});

test('neither keys nor headers appear in JSON, traces, cache keys or prints', async () => {
  const { inspect } = await import('node:util');
  const traced: unknown[] = [];
  await using at = await serving((response) => json(response, completion({ content: 'ok' })), {
    apiKey: 'sk-secret-key',
    headers: { 'x-gateway-key': 'sk-secret-header' },
  });
  const callbacks = [{ handleChatModelStart: (...told: unknown[]) => void traced.push(told) }];
  await at.model.invoke('?', { callbacks, headers: { 'x-more': 'sk-secret-more' } });
  const options = { headers: { 'x-more': 'sk-secret-more' } } as never;
  const shown = [
    JSON.stringify(at.model),
    JSON.stringify(traced),
    inspect(at.model, { depth: 9, showHidden: true }),
    at.model._getSerializedCacheKeyParametersForCall(options),
  ];
  expect(traced).toHaveLength(1);
  for (const text of shown) expect(text).not.toContain('sk-secret');
  expect(at.service.received[0]?.headers).toMatchObject({
    authorization: 'Bearer sk-secret-key',
    'x-gateway-key': 'sk-secret-header',
    'x-more': 'sk-secret-more',
  });
});

test('a 429 is typed, and says how long to wait', async () => {
  await using at = await serving((response) =>
    refusal(response, 429, 'slow down', { code: 'rate_limit_exceeded' }, { 'retry-after-ms': '1500' }),
  );
  await expect(at.model.invoke('?')).rejects.toMatchObject({
    name: 'ApiError',
    code: 'rate_limit',
    status: 429,
    retryAfterMs: 1500,
    attempts: 1,
  });
  expect(at.service.received).toHaveLength(1);
});

test.each([
  [429, true],
  [503, true],
  [400, false],
  [401, false],
])('a %i tells LangChain whether it is worth trying again: %s', async (status, retryable) => {
  await using at = await serving((response) => refusal(response, status, 'no'));
  const error = await at.model.invoke('?').catch((thrown: unknown) => thrown);
  expect(getRetryable(error)).toBe(retryable);
  expect(getRetryable(await at.model.stream('?').catch((thrown: unknown) => thrown))).toBe(retryable);
});

test('only the client retries, as often as maxRetries says', async () => {
  await using at = await serving((response) => refusal(response, 503, 'busy', {}, { 'retry-after-ms': '1' }), {
    maxRetries: 1,
  });
  await expect(at.model.invoke('?')).rejects.toMatchObject({ code: 'server', attempts: 2 });
  expect(at.service.received).toHaveLength(2);
});

test('maxRetries of a call stands above the model’s', async () => {
  await using at = await serving((response) => refusal(response, 503, 'busy', {}, { 'retry-after-ms': '1' }));
  await expect(at.model.invoke('?', { maxRetries: 2 })).rejects.toMatchObject({ code: 'server', attempts: 3 });
});

describe('the connection is closed', () => {
  const endless: Respond = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event(chunk({ content: 'first' })));
  };

  test('when the loop is left', async () => {
    await using at = await serving(endless);
    for await (const piece of await at.model.stream('?')) {
      expect(piece.text).toBe('first');
      break;
    }
    await at.service.abandoned;
  });

  test('when the signal aborts between two chunks', async () => {
    await using at = await serving(endless);
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of await at.model.stream('?', { signal: controller.signal })) controller.abort();
    };
    await expect(read()).rejects.toThrow();
    await at.service.abandoned;
  });

  test('when the signal aborts before the answer', async () => {
    const controller = new AbortController();
    await using at = await serving(() => controller.abort());
    await expect(at.model.invoke('?', { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
    await at.service.abandoned;
  });
});

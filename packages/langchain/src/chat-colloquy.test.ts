import { ColloquyError, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { HumanMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { chunk, completion, events, finish, httpService, json, usageChunk } from '../test/http-service.ts';
import { ChatColloquy } from './index.ts';

test('a whole answer has its text, its usage and what the reply said of itself', async () => {
  await using service = await httpService((response) =>
    json(response, completion({ content: 'Hello' }), 200, { 'x-request-id': 'req_1' }),
  );
  const model = new ChatColloquy({ model: 'parrot-1', baseURL: service.url, apiKey: null });
  const message = await model.invoke('hi');
  expect(message.content).toBe('Hello');
  expect(message.usage_metadata).toEqual({
    input_tokens: 12,
    output_tokens: 8,
    total_tokens: 20,
    input_token_details: { cache_read: 4 },
    output_token_details: { reasoning: 2 },
  });
  expect(message.response_metadata).toMatchObject({
    model: 'parrot-1',
    model_name: 'parrot-1',
    finish_reason: 'stop',
    request_id: 'req_1',
  });
  expect(service.received[0]?.body).toMatchObject({
    model: 'parrot-1',
    stream: false,
    messages: [{ role: 'user', content: 'hi' }],
  });
});

test('the deltas of one network read are one chunk, which the ending is part of', async () => {
  const deltas = Array.from({ length: 50 }, (_, index) => chunk({ content: `${index} ` }));
  await using service = await httpService((response) => events(response, [...deltas, finish(), usageChunk]));
  const model = new ChatColloquy({ model: 'parrot-1', baseURL: service.url, apiKey: null });
  const chunks = [];
  for await (const piece of await model.stream([new HumanMessage('hi')])) chunks.push(piece);
  expect(chunks.map(({ text }) => text).join('')).toBe(deltas.map((_, index) => `${index} `).join(''));
  expect(chunks.length).toBeLessThan(5);
  expect(chunks.at(-1)?.usage_metadata?.total_tokens).toBe(20);
});

test('a client that exists is used as it is', async () => {
  await using service = await httpService((response) => json(response, completion({ content: 'Hello' })));
  const client = createClient({ provider: openai, baseURL: service.url, apiKey: 'sk-test' });
  expect((await new ChatColloquy('parrot-1', { client }).invoke('hi')).content).toBe('Hello');
  expect(service.received[0]?.headers.authorization).toBe('Bearer sk-test');
  await client.close();
});

test.each([
  [{ model: 'm', baseUrl: 'http://x/v1' }, 'baseUrl'],
  [{ model: 'm', baseURL: 'nowhere' }, 'baseURL'],
  [{ model: '', baseURL: 'http://x/v1' }, 'model'],
  [{ model: 'm' }, 'provider'],
  [{ model: 'm', provider: 'nobody' }, 'provider'],
  [{ model: 'm', baseURL: 'http://x/v1', temperature: 3 }, 'temperature'],
  [{ model: 'm', baseURL: 'http://x/v1', api: 'assistants' }, 'api'],
  [{ model: 'm', baseURL: 'http://x/v1', coalesce: { words: 1 } }, 'coalesce'],
])('a bad option is refused by name: %o', (fields, param) => {
  const make = () => new ChatColloquy(fields as never);
  expect(make).toThrow(ColloquyError);
  expect(make).toThrow(expect.objectContaining({ code: 'configuration', param }));
});

import { createClient } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { expect, test } from 'vitest';
import { httpService, json, refusal } from '../test/http-service.ts';
import { ColloquyEmbeddings } from './index.ts';

test('texts and questions become vectors of one length, the same for the same text', async () => {
  const local = createLocal();
  const client = createClient({ provider: openai, transport: local.transport() });
  const embeddings = new ColloquyEmbeddings({ model: 'text-embedding-3-small', client, dimensions: 64 });
  const [first, second] = await embeddings.embedDocuments(['a cat', 'a dog']);
  expect([first?.length, second?.length]).toEqual([64, 64]);
  expect(await embeddings.embedQuery('a cat')).toEqual(first);
  await local.close();
});

test('many texts go in batches, and their vectors keep the order', async () => {
  await using service = await httpService((response, { body }) => {
    const input = body['input'] as string[];
    const data = input.map((text, index) => ({ index, embedding: [Number(text)] })).reverse();
    json(response, { object: 'list', data, model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } });
  });
  const embeddings = new ColloquyEmbeddings({
    model: 'm',
    baseURL: service.url,
    apiKey: null,
    batchSize: 4,
    maxConcurrency: 2,
  });
  const texts = Array.from({ length: 10 }, (_, index) => String(index));
  expect(await embeddings.embedDocuments(texts)).toEqual(texts.map((text) => [Number(text)]));
  expect(service.received.map(({ body }) => (body['input'] as string[]).length).sort()).toEqual([2, 4, 4]);
});

test('the client’s error arrives as it is', async () => {
  await using service = await httpService((response) =>
    refusal(response, 429, 'slow down', { code: 'rate_limit_exceeded' }),
  );
  const embeddings = new ColloquyEmbeddings({ model: 'm', baseURL: service.url, apiKey: null, maxRetries: 0 });
  await expect(embeddings.embedDocuments(['a'])).rejects.toMatchObject({
    name: 'ApiError',
    code: 'rate_limit',
    status: 429,
    attempts: 1,
  });
  const local = createLocal();
  const none = new ColloquyEmbeddings({
    model: 'm',
    client: createClient({ provider: eugpt, transport: local.transport('eugpt') }),
  });
  await expect(none.embedQuery('a')).rejects.toMatchObject({ code: 'unsupported' });
  await local.close();
});

test.each([
  [{ model: 'm', baseURL: 'http://x/v1', stripNewLines: true }, 'stripNewLines'],
  [{ model: 'm', baseURL: 'http://x/v1', batchSize: 0 }, 'batchSize'],
  [{ baseURL: 'http://x/v1' }, 'model'],
])('a bad option is refused by name: %o', (fields, param) => {
  expect(() => new ColloquyEmbeddings(fields as never)).toThrow(
    expect.objectContaining({ code: 'configuration', param }),
  );
});

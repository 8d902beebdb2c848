import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { COMPLETION } from '../faults/harness.ts';
import { replay } from '../replay.ts';

const LIST = { object: 'list', data: [{ id: 'x', object: 'x' }], has_more: false };
const RESPONSE = { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'm', output: [] };
const CHAT = { model: 'm', messages: [] };
const META = { metadata: { team: 'a b' } };

type Call = readonly [
  line: string,
  call: (client: Client) => { withResponse(): Promise<{ status: number }> },
  answer?: object,
];

/** Every call of the client, and the request it is. */
const CALLS: readonly Call[] = [
  ['POST /chat/completions', (c) => c.chat.completions.create(CHAT), COMPLETION],
  ['GET /chat/completions/x', (c) => c.chat.completions.retrieve('x')],
  ['POST /chat/completions/x', (c) => c.chat.completions.update('x', META)],
  ['GET /chat/completions?metadata%5Bteam%5D=a+b', (c) => c.chat.completions.list(META), LIST],
  ['DELETE /chat/completions/x', (c) => c.chat.completions.delete('x')],
  ['GET /chat/completions/x/messages?order=asc', (c) => c.chat.completions.messages.list('x', { order: 'asc' }), LIST],
  ['POST /responses', (c) => c.responses.create({ model: 'm', input: 'Hi' }), RESPONSE],
  [
    'GET /responses/x?include%5B%5D=a&include%5B%5D=b',
    (c) => c.responses.retrieve('x', { include: ['a', 'b'] }),
    RESPONSE,
  ],
  ['DELETE /responses/x', (c) => c.responses.delete('x')],
  ['POST /responses/x/cancel', (c) => c.responses.cancel('x'), RESPONSE],
  ['GET /responses/x/input_items?limit=5', (c) => c.responses.inputItems.list('x', { limit: 5 }), LIST],
  ['GET /models', (c) => c.models.list(), LIST],
  ['GET /models/x%3Ay', (c) => c.models.retrieve('x:y')],
  ['DELETE /models/x', (c) => c.models.delete('x')],
  ['POST /files', (c) => c.files.create({ file: new Blob(['x']), purpose: 'batch' })],
  ['GET /files', (c) => c.files.list(), LIST],
  ['GET /files/x', (c) => c.files.retrieve('x')],
  ['DELETE /files/x', (c) => c.files.delete('x')],
  ['GET /files/x/content', (c) => c.files.content('x')],
  ['POST /uploads', (c) => c.uploads.create({ bytes: 1, filename: 'x', mime_type: 'a/b', purpose: 'batch' })],
  ['POST /uploads/x/parts', (c) => c.uploads.parts.create('x', { data: new Blob(['x']) })],
  ['POST /uploads/x/complete', (c) => c.uploads.complete('x', { part_ids: ['part_1'] })],
  ['POST /uploads/x/cancel', (c) => c.uploads.cancel('x')],
  ['POST /fine_tuning/jobs', (c) => c.fineTuning.jobs.create({ model: 'm', training_file: 'file-1' })],
  ['GET /fine_tuning/jobs?metadata=null', (c) => c.fineTuning.jobs.list({ metadata: null }), LIST],
  ['GET /fine_tuning/jobs/x', (c) => c.fineTuning.jobs.retrieve('x')],
  ['POST /fine_tuning/jobs/x/cancel', (c) => c.fineTuning.jobs.cancel('x')],
  ['POST /fine_tuning/jobs/x/pause', (c) => c.fineTuning.jobs.pause('x')],
  ['POST /fine_tuning/jobs/x/resume', (c) => c.fineTuning.jobs.resume('x')],
  ['GET /fine_tuning/jobs/x/events?limit=9', (c) => c.fineTuning.jobs.listEvents('x', { limit: 9 }), LIST],
  ['GET /fine_tuning/jobs/x/checkpoints', (c) => c.fineTuning.jobs.checkpoints.list('x'), LIST],
  ['POST /embeddings', (c) => c.embeddings.create({ model: 'm', input: 'x' }), LIST],
  ['POST /moderations', (c) => c.moderations.create({ input: 'x' })],
  [
    'POST /batches',
    (c) => c.batches.create({ completion_window: '24h', endpoint: '/v1/responses', input_file_id: 'f' }),
  ],
  ['GET /batches/x', (c) => c.batches.retrieve('x')],
  ['GET /batches?limit=2', (c) => c.batches.list({ limit: 2 }), LIST],
  ['POST /batches/x/cancel', (c) => c.batches.cancel('x')],
];

const TABLE = CALLS.map(([line, call, answer = { id: 'x', object: 'x' }]) => [line, call, answer] as const);

test.each(TABLE)('%s, with what its reply’s headers said', async (line, call, answer) => {
  const headers = {
    'x-request-id': 'req_1',
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': '1s',
  };
  const { client, asked } = await replay(openai, () => ({ headers, body: JSON.stringify(answer) }));
  const rateLimit = { requests: { limit: 60, remaining: 59, resetMs: 1000 } };
  expect(await call(client).withResponse()).toMatchObject({ status: 200, requestId: 'req_1', rateLimit });
  expect(client.limits()).toEqual(rateLimit);
  expect(asked.map(({ method, path }) => `${method} ${path.replace('/v1', '')}`)).toEqual([line]);
  expect('idempotency-key' in (asked[0]?.headers ?? {})).toBe(line.startsWith('POST'));
});

test('every call on the client is in this table', async () => {
  const { client } = await replay(openai, () => ({ body: '{}' }));
  const count = (value: object): number =>
    Object.values(value).reduce((sum, one) => sum + (typeof one === 'function' ? 1 : count(one)), 0);
  const { chat, responses, models, files, uploads, fineTuning, embeddings, moderations, batches } = client;
  const all = count({ chat, responses, models, files, uploads, fineTuning, embeddings, moderations, batches });
  // `stream` twice, `files.upload`, `jobs.watch` and `jobs.wait` have tests of their own.
  expect(CALLS.length).toBe(all - 5);
});

describe('embeddings', () => {
  const vector = [0.5, -1.25, 3];
  const base64 = Buffer.from(Float32Array.from(vector).buffer).toString('base64');
  const answer = (embedding: unknown) => () => ({
    body: JSON.stringify({ object: 'list', data: [{ object: 'embedding', index: 0, embedding }], model: 'm' }),
  });

  test.each([
    ['base64', base64],
    ['numbers', vector],
  ])('arrive as numbers, though the service sends %s', async (_, sent) => {
    const { client, asked } = await replay(openai, answer(sent));
    expect((await client.embeddings.create({ model: 'm', input: 'x' })).data[0]?.embedding).toEqual(vector);
    expect(asked[0]?.body['encoding_format']).toBe('base64');
  });

  test('arrive as they were asked for', async () => {
    const { client, asked } = await replay(openai, answer(base64));
    const { data } = await client.embeddings.create({ model: 'm', input: 'x', encoding_format: 'base64' });
    expect(data[0]?.embedding).toBe(base64);
    expect(asked[0]?.body['encoding_format']).toBe('base64');
    await client.embeddings.create({ model: 'm', input: 'x', encoding_format: 'float' });
    expect(asked[1]?.body['encoding_format']).toBe('float');
  });

  test('that are neither are `parse`', async () => {
    const { client } = await replay(openai, answer('***'));
    await expect(client.embeddings.create({ model: 'm', input: 'x' })).rejects.toMatchObject({ code: 'parse' });
  });
});

import { createClient } from '@colloquy/core';
import { ollama } from '@colloquy/core/providers';
import { createGateway } from '@colloquy/gateway';
import express from 'express';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { json, upstream } from '../../test/upstream.ts';
import { colloquyRouter } from './colloquy-router.ts';

const MODEL = { model: 'm' };
const GRADER = { type: 'string_check', name: 'same', input: 'a', reference: 'a', operation: 'eq' } as const;

/** What openai@7 can ask beside chat, responses, models, files, jobs and embeddings, and what the service is asked for it. */
const CALLS: Readonly<Record<string, readonly [call: (ai: OpenAI) => Promise<unknown>, asked: string]>> = {
  'the tokens of an input': [
    (ai) => ai.responses.inputTokens.count({ ...MODEL, input: 'Hi' }),
    'POST /v1/responses/input_tokens',
  ],
  'a shorter conversation': [
    (ai) => ai.responses.compact({ model: 'gpt-4o', input: 'Hi' }),
    'POST /v1/responses/compact',
  ],
  'a conversation made': [(ai) => ai.conversations.create({}), 'POST /v1/conversations'],
  'a conversation': [(ai) => ai.conversations.retrieve('conv_1'), 'GET /v1/conversations/conv_1'],
  'a conversation changed': [
    (ai) => ai.conversations.update('conv_1', { metadata: { a: 'b' } }),
    'POST /v1/conversations/conv_1',
  ],
  'a conversation ended': [(ai) => ai.conversations.delete('conv_1'), 'DELETE /v1/conversations/conv_1'],
  'items added': [
    (ai) => ai.conversations.items.create('conv_1', { items: [{ role: 'user', content: 'Hi' }] }),
    'POST /v1/conversations/conv_1/items',
  ],
  items: [async (ai) => (await ai.conversations.items.list('conv_1')).data, 'GET /v1/conversations/conv_1/items'],
  'an item, with what belongs to it': [
    (ai) =>
      ai.conversations.items.retrieve('msg_1', {
        conversation_id: 'conv_1',
        include: ['web_search_call.results', 'reasoning.encrypted_content'],
      }),
    'GET /v1/conversations/conv_1/items/msg_1?include[]=web_search_call.results&include[]=reasoning.encrypted_content',
  ],
  'an item removed': [
    (ai) => ai.conversations.items.delete('msg_1', { conversation_id: 'conv_1' }),
    'DELETE /v1/conversations/conv_1/items/msg_1',
  ],
  'a grader run': [
    (ai) => ai.fineTuning.alpha.graders.run({ grader: GRADER, model_sample: 'a' }),
    'POST /v1/fine_tuning/alpha/graders/run',
  ],
  'a grader checked': [
    (ai) => ai.fineTuning.alpha.graders.validate({ grader: GRADER }),
    'POST /v1/fine_tuning/alpha/graders/validate',
  ],
  'a text completion': [(ai) => ai.completions.create({ ...MODEL, prompt: 'Hi' }), 'POST /v1/completions'],
  'a moderation': [(ai) => ai.moderations.create({ input: 'Hi' }), 'POST /v1/moderations'],
  'a batch ended': [(ai) => ai.batches.cancel('batch_1'), 'POST /v1/batches/batch_1/cancel'],
  'an upload completed': [
    (ai) => ai.uploads.complete('upload_1', { part_ids: ['part_1'] }),
    'POST /v1/uploads/upload_1/complete',
  ],
  'a stored completion': [(ai) => ai.chat.completions.retrieve('chatcmpl-1'), 'GET /v1/chat/completions/chatcmpl-1'],
};

async function over(options: Parameters<typeof colloquyRouter>[0]): Promise<OpenAI> {
  const app = express();
  app.use('/v1', colloquyRouter(options));
  const { url } = await listen(app);
  return new OpenAI({ apiKey: 'nobody-asks', baseURL: `${url}/v1`, maxRetries: 0 });
}

describe.each(Object.entries(CALLS))('%s', (_name, [call, path]) => {
  test('reaches the service as openai@7 asks for it', async () => {
    const { client, asked } = await upstream((_asked, response) =>
      json(response, { id: 'x', object: 'list', data: [] }),
    );
    await call(await over({ client }));
    expect(asked.map((one) => `${one.method} ${decodeURIComponent(one.path)}`)).toEqual([path]);
  });
});

test('a query parameter that comes several times keeps all its values', async () => {
  const { client, asked } = await upstream((_asked, response) => json(response, { object: 'list', data: [] }));
  const app = express();
  app.use(colloquyRouter({ client }));
  const { url } = await listen(app);
  const query = '?include[]=a&include[]=b&order=asc&metadata[x]=1&metadata[x]=2&__proto__=c';
  await fetch(`${url}/responses/resp_1/input_items${query}`);
  expect(decodeURIComponent(asked[0]?.path ?? '')).toBe(`/v1/responses/resp_1/input_items${query}`);
});

test('a service that lacks them is not asked, and the caller is told so', async () => {
  const client = createClient({ provider: ollama, transport: () => Promise.reject(new Error('must not be sent')) });
  const ai = await over({ client });
  for (const name of ['the tokens of an input', 'a shorter conversation', 'a conversation', 'a grader run']) {
    await expect(CALLS[name]?.[0](ai)).rejects.toMatchObject({ status: 404, code: 'unsupported' });
  }
});

test('behind a gateway a conversation is only for the project that made it', async () => {
  const { client } = await upstream((_asked, response) => json(response, { id: 'conv_1', object: 'conversation' }));
  const gateway = createGateway({ upstreams: { only: client }, models: { '*': 'only' } });
  const app = express();
  app.use('/v1', colloquyRouter({ gateway }));
  const { url } = await listen(app);
  const as = async (project: string) => {
    const { token } = await gateway.tokens.create({ project });
    return new OpenAI({ apiKey: token, baseURL: `${url}/v1`, maxRetries: 0 });
  };
  const [a, b] = [await as('a'), await as('b')];
  const { id } = await a.conversations.create({});
  expect(await a.conversations.items.list(id)).toMatchObject({});
  const missing = { status: 404, message: expect.stringContaining("'conv_1' not found") };
  await expect(b.conversations.retrieve(id)).rejects.toMatchObject(missing);
  await expect(b.conversations.items.list(id)).rejects.toMatchObject(missing);
  await expect(b.responses.create({ model: 'm', input: 'Hi', conversation: id })).rejects.toMatchObject(missing);
});

import { createClient } from '@colloquy/core';
import { anvilgpt, eugpt, jrc, openai } from '@colloquy/core/providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocal, type Local } from '../src/index.ts';
import { datasetLines, QUESTIONS } from './with-server.ts';

let local: Local;
let url: string;
let token: string;
beforeAll(async () => {
  local = createLocal();
  ({ url } = await local.listen());
  ({ token } = await local.tokens.create({ project: 'tests' }));
});
afterAll(() => local.close());

const SERVICES = [
  ['openai', openai, '/v1', 'gpt-4o-mini'],
  ['jrc', jrc, '/jrc/v1', 'gpt-35-turbo-0613'],
  ['eugpt', eugpt, '/eugpt/v1', 'auto'],
  ['anvilgpt', anvilgpt, '/anvilgpt/api', 'llama3.1:latest'],
] as const;

describe.each(SERVICES)('the client for %s', (name, provider, base, model) => {
  const clients = () => [
    createClient({ provider, apiKey: 'unused', transport: local.transport(name) }),
    createClient({ provider, apiKey: token, baseURL: `${url}${base}` }),
  ];
  const messages = [{ role: 'user' as const, content: 'Hello!' }];

  test('chats whole and streamed, in this process and over HTTP', async () => {
    for (const client of clients()) {
      const whole = await client.chat.completions.create({ model, messages });
      expect(whole.choices[0]?.message.content).toBeTruthy();
      const stream = await client.chat.completions.create({ model, messages, stream: true });
      let text = '';
      for await (const delta of stream.text()) text += delta;
      expect(text).not.toBe('');
      expect((await stream.final()).choices[0]?.message.content).toBe(text);
      await client.close();
    }
  });

  test('a wrong key is an authentication error', async () => {
    const client = createClient({ provider, apiKey: 'wrong', baseURL: `${url}${base}` });
    await expect(client.chat.completions.create({ model, messages })).rejects.toMatchObject({ code: 'authentication' });
    await client.close();
  });
});

test('the client for openai trains a model and asks it', { timeout: 60_000 }, async () => {
  const client = createClient({ provider: openai, apiKey: 'unused', transport: local.transport() });
  const file = await client.files.upload(new Blob([datasetLines()]), { purpose: 'fine-tune', filename: 'train.jsonl' });
  const { id } = await client.fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: file.id });
  const job = await client.fineTuning.jobs.wait(id);
  const [question, answer] = QUESTIONS[1] as [string, string];
  const completion = await client.chat.completions.create({
    model: job.fine_tuned_model as string,
    messages: [{ role: 'user', content: question }],
  });
  expect(completion.choices[0]?.message.content).toBe(answer);
  await client.close();
});

test('a spent day at GPT@JRC is a quota error that is not tried again', async () => {
  const small = createLocal({ tokensPerDay: 20 });
  const client = createClient({ provider: jrc, apiKey: 'unused', transport: small.transport('jrc') });
  const messages = [{ role: 'user' as const, content: 'river '.repeat(100) }];
  const asked = client.chat.completions.create({ model: 'gpt-35-turbo-0613', messages, max_tokens: 16 });
  await expect(asked).rejects.toMatchObject({ code: 'quota', status: 429, attempts: 1 });
  await small.close();
});

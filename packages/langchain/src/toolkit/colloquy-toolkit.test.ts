import { type Client, createClient } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { createLocal, type Local } from '@colloquy/local';
import { createAgent } from 'langchain';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChatColloquy, ColloquyToolkit, toFineTuningExample, writeFineTuningFile } from '../index.ts';

let local: Local;
let client: Client;
let toolkit: ColloquyToolkit;

beforeEach(() => {
  local = createLocal();
  client = createClient({ provider: openai, transport: local.transport('openai') });
  toolkit = new ColloquyToolkit({ client });
});

afterEach(() => local.close());

async function run(name: string, args: Record<string, unknown> = {}, from = toolkit): Promise<Record<string, unknown>> {
  const found = from.getTools().find((one) => one.name === name);
  return JSON.parse(await found?.invoke(args)) as Record<string, unknown>;
}

const EXAMPLES = Array.from({ length: 10 }, () =>
  toFineTuningExample([
    ['human', 'What is the word of the day?'],
    ['ai', 'Colloquy is the word.'],
  ]),
);
const CONTENT = EXAMPLES.map((example) => JSON.stringify(example)).join('\n');

test('the five tools are there, by name', () => {
  expect(toolkit.getTools().map(({ name }) => name)).toEqual([
    'list_models',
    'upload_file',
    'create_fine_tuning_job',
    'retrieve_fine_tuning_job',
    'cancel_fine_tuning_job',
  ]);
});

test('from an uploaded file to an answer of the tuned model', async () => {
  const file = await run('upload_file', { filename: 'train.jsonl', content: CONTENT, purpose: 'fine-tune' });
  expect(file).toMatchObject({ object: 'file', filename: 'train.jsonl', purpose: 'fine-tune' });
  const job = await run('create_fine_tuning_job', { training_file: file['id'], model: 'gpt-4o-mini', suffix: 'words' });
  const tuned = await toolkit.tunedModel(String(job['id']), { temperature: 0 });
  expect(await run('retrieve_fine_tuning_job', { id: job['id'] })).toMatchObject({
    status: 'succeeded',
    fine_tuned_model: tuned.model,
  });
  expect((await tuned.invoke('What is the word of the day?')).text).toBe('Colloquy is the word.');
  const base = new ChatColloquy({ model: 'gpt-4o-mini', client, temperature: 0 });
  expect((await base.invoke('What is the word of the day?')).text).not.toBe('Colloquy is the word.');
  const { models } = (await run('list_models')) as { models: { id: string }[] };
  expect(models.map(({ id }) => id)).toContain(tuned.model);
});

test('a job is cancelled', async () => {
  const file = await client.files.upload(writeFineTuningFile(EXAMPLES), {
    filename: 'train.jsonl',
    purpose: 'fine-tune',
  });
  const job = await run('create_fine_tuning_job', { training_file: file.id, model: 'gpt-4o-mini' });
  expect(await run('cancel_fine_tuning_job', { id: job['id'] })).toMatchObject({ status: 'cancelled' });
  await expect(toolkit.tunedModel(String(job['id']))).rejects.toMatchObject({ name: 'ApiError' });
});

test('a training file with mistakes is answered with its lines, and not uploaded', async () => {
  const answer = await run('upload_file', {
    filename: 'train.jsonl',
    content: `${CONTENT}\n{"messages": []}`,
    purpose: 'fine-tune',
  });
  expect(answer['error']).toMatchObject({ code: 'invalid_request', lines: [expect.objectContaining({ line: 11 })] });
  expect((await client.files.list()).data).toEqual([]);
});

test('a short training file is uploaded: whether it is enough is told when a job is made', async () => {
  const [example] = EXAMPLES;
  const file = await run('upload_file', {
    filename: 'a.jsonl',
    content: JSON.stringify(example),
    purpose: 'fine-tune',
  });
  expect(file).toMatchObject({ object: 'file', filename: 'a.jsonl' });
});

test('what the service refuses is an answer that says why', async () => {
  expect((await run('retrieve_fine_tuning_job', { id: 'ftjob-nobody' }))['error']).toMatchObject({ code: 'not_found' });
  const other = new ColloquyToolkit({ client: createClient({ provider: eugpt, transport: local.transport('eugpt') }) });
  expect((await run('list_models', {}, other))['error']).toMatchObject({ code: 'unsupported' });
});

test('a toolkit without a client is refused', () => {
  expect(() => new ColloquyToolkit({} as never)).toThrow(
    expect.objectContaining({ code: 'configuration', param: 'client' }),
  );
});

test('an agent uses it', async () => {
  local.reply(/Which models/, { toolCalls: [{ name: 'list_models', arguments: {} }], times: 1 });
  const agent = createAgent({ model: new ChatColloquy({ model: 'gpt-4o-mini', client }), tools: toolkit.getTools() });
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which models are there?' }] });
  expect(messages.find((message) => message.getType() === 'tool')?.text).toContain('colloquy-parrot');
});

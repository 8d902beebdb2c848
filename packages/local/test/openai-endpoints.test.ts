import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasetLines, QUESTIONS, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const hello = [{ role: 'user' as const, content: 'Hello!' }];

describe('openai 7', () => {
  const client = () => new OpenAI({ apiKey: served.token, baseURL: `${served.url}/openai/v1`, maxRetries: 0 });

  test('fine-tuning runs from file to tuned model through the SDK', { timeout: 60_000 }, async () => {
    const file = await client().files.create({
      file: await toFile(Buffer.from(datasetLines()), 'train.jsonl'),
      purpose: 'fine-tune',
    });
    const { id } = await client().fineTuning.jobs.create({
      training_file: file.id,
      validation_file: file.id,
      model: 'gpt-4.1-mini',
      seed: 7,
      metadata: { team: 'tests' },
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 4 } } },
    });
    let job = await client().fineTuning.jobs.retrieve(id);
    while (!['succeeded', 'failed'].includes(job.status)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      job = await client().fineTuning.jobs.retrieve(id);
    }
    expect(job).toMatchObject({ status: 'succeeded', seed: 7, metadata: { team: 'tests' } });
    const events = [];
    for await (const event of client().fineTuning.jobs.listEvents(id, { limit: 100 })) events.push(event);
    const metrics = events.filter(({ type }) => type === 'metrics').map(({ data }) => data as Record<string, number>);
    expect(metrics.at(-1)).toMatchObject({ step: 0, valid_loss: expect.any(Number) });
    const checkpoints = await client().fineTuning.jobs.checkpoints.list(id);
    expect(checkpoints.data.length).toBeGreaterThanOrEqual(1);
    expect(checkpoints.data.length).toBeLessThanOrEqual(3);
    const [question, answer] = QUESTIONS[5] as [string, string];
    const messages = [{ role: 'user' as const, content: question }];
    for (const model of [job.fine_tuned_model as string, checkpoints.data[0]?.fine_tuned_model_checkpoint as string]) {
      const completion = await client().chat.completions.create({ model, messages });
      expect(completion.choices[0]?.message.content).toBe(answer);
    }
    const results = await (await client().files.content(job.result_files[0] as string)).text();
    const csv = Buffer.from(results, 'base64').toString();
    expect(csv.split('\n')[0]).toBe('step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy');
    expect(csv.trim().split('\n')).toHaveLength(metrics.length + 1);
    expect(await client().models.delete(job.fine_tuned_model as string)).toMatchObject({ deleted: true });
    await expect(client().models.retrieve(job.fine_tuned_model as string)).rejects.toMatchObject({ status: 404 });
  });

  test('an upload in parts becomes one file', async () => {
    const pieces = ['{"a":1}\n', '{"b":2}\n'];
    const upload = await client().uploads.create({
      filename: 'parts.jsonl',
      purpose: 'user_data',
      mime_type: 'text/jsonl',
      bytes: 16,
    });
    const part_ids: string[] = [];
    for (const piece of pieces) {
      const data = await toFile(Buffer.from(piece), 'part');
      part_ids.push((await client().uploads.parts.create(upload.id, { data })).id);
    }
    await expect(client().uploads.complete(upload.id, { part_ids: part_ids.slice(1) })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_upload_size',
    });
    const done = await client().uploads.complete(upload.id, { part_ids: part_ids.toReversed() });
    expect(done.status).toBe('completed');
    expect(await (await client().files.content(done.file?.id as string)).text()).toBe(pieces.toReversed().join(''));
  });

  test('a batch answers each line, and says which failed', async () => {
    const line = (custom_id: string, model: string) =>
      JSON.stringify({ custom_id, method: 'POST', url: '/v1/chat/completions', body: { model, messages: hello } });
    const lines = [line('one', 'gpt-4o-mini'), line('two', 'gpt-4o-mini')].join('\n');
    const file = await client().files.create({ file: await toFile(Buffer.from(lines), 'b.jsonl'), purpose: 'batch' });
    let batch = await client().batches.create({
      input_file_id: file.id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    });
    while (!['completed', 'failed'].includes(batch.status)) batch = await client().batches.retrieve(batch.id);
    expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 2, completed: 2, failed: 0 } });
    const output = await (await client().files.content(batch.output_file_id as string)).text();
    const answers = output
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(answers.map(({ custom_id }) => custom_id).sort()).toEqual(['one', 'two']);
    expect(answers[0].response.body.choices[0].message.content).not.toBe('');
  });

  test('a batch with a broken line fails and names the line', async () => {
    const file = await client().files.create({
      file: await toFile(Buffer.from('{"custom_id":"a"}\nnot json\n'), 'b.jsonl'),
      purpose: 'batch',
    });
    let batch = await client().batches.create({
      input_file_id: file.id,
      endpoint: '/v1/responses',
      completion_window: '24h',
    });
    while (!['completed', 'failed'].includes(batch.status)) batch = await client().batches.retrieve(batch.id);
    expect(batch.errors?.data?.map(({ line }) => line)).toEqual([1, 2]);
  });

  test('moderations score a text in thirteen categories', async () => {
    const { results } = await client().moderations.create({ input: 'What a lovely morning.' });
    expect(Object.keys(results[0]?.category_scores ?? {})).toHaveLength(13);
    expect(results[0]?.flagged).toBe(false);
  });

  test('a stored completion is listed, changed and deleted', async () => {
    const made = await client().chat.completions.create({
      model: 'gpt-4o',
      messages: hello,
      store: true,
      metadata: { topic: 'greeting' },
    });
    const listed = await client().chat.completions.list({ metadata: { topic: 'greeting' } });
    expect(listed.data.map(({ id }) => id)).toEqual([made.id]);
    const messages = await client().chat.completions.messages.list(made.id);
    expect(messages.data[0]).toMatchObject({ role: 'user', content: 'Hello!' });
    const updated = await client().chat.completions.update(made.id, { metadata: { topic: 'other' } });
    expect(updated.metadata).toEqual({ topic: 'other' });
    expect(await client().chat.completions.delete(made.id)).toMatchObject({ deleted: true });
    await expect(client().chat.completions.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });

  test('n, stop, max_tokens, seed and logprobs do what they say', async () => {
    const create = (extra: Partial<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming>) =>
      client().chat.completions.create({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Tell me about rivers.' }],
        ...extra,
      });
    const several = await create({ n: 3 });
    expect(several.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    const cut = await create({ max_completion_tokens: 4 });
    expect(cut).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 4 } });
    const whole = (await create({ seed: 3 })).choices[0]?.message.content as string;
    expect((await create({ seed: 3 })).choices[0]?.message.content).toBe(whole);
    const word = whole.split(' ')[3] as string;
    expect((await create({ seed: 3, stop: word })).choices[0]?.message.content).not.toContain(word);
    const logprobs = (await create({ logprobs: true, top_logprobs: 2, max_completion_tokens: 5 })).choices[0]?.logprobs;
    expect(logprobs?.content).toHaveLength(5);
    expect(logprobs?.content?.every(({ logprob, top_logprobs }) => logprob <= 0 && top_logprobs.length <= 2)).toBe(
      true,
    );
  });
});

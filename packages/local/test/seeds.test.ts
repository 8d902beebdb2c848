import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { Configuration, OpenAIApi } from 'openai-v3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curl } from './curl.ts';
import { ask, datasetLines, eventsOf, type Json, QUESTIONS, type Served, serve } from './with-server.ts';

let served: Served;
let directory: string;

beforeAll(async () => {
  served = await serve();
  directory = await mkdtemp(join(tmpdir(), 'colloquy-seeds-'));
});
afterAll(async () => {
  await served.close();
  await rm(directory, { recursive: true });
});

const bearer = () => ['-H', `Authorization: Bearer ${served.token}`];
const asJson = ['-H', 'Content-Type: application/json'];

describe('the manual of GPT@JRC', () => {
  test('its curl line answers with a chat completion', async () => {
    const body =
      '{"model": "gpt-35-turbo-0613", "max_tokens": 1024, "stream": false, "messages": [{"role": "user", "content": "Hello!"}]}';
    const answer = await curl(...bearer(), ...asJson, '-d', body, `${served.url}/jrc/v1/chat/completions`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ object: 'chat.completion', model: 'gpt-35-turbo-0613' });
    expect(answer.body.usage.total_tokens).toBe(answer.body.usage.prompt_tokens + answer.body.usage.completion_tokens);
  });

  test('its Node example runs on openai 3', async () => {
    const prompt = 'YOUR PROMPT HERE';
    const token = served.token;
    const model = 'gpt-35-turbo-0613';
    const configuration = new Configuration({ apiKey: token, basePath: `${served.url}/jrc/v1` });
    const openai = new OpenAIApi(configuration);
    const value = await openai.createChatCompletion({
      model: model,
      stream: false,
      messages: [{ role: 'user', content: prompt }],
    });
    expect(value.data.choices.map((c) => c.message?.content || '').join('\n')).not.toBe('');
  });

  test('its Python example sends these bytes, the key twice', async () => {
    const body = { model: 'gpt-35-turbo-0613', stream: false, messages: [{ role: 'user', content: 'Hello!' }] };
    const answer = await ask(served, '/jrc/v1/chat/completions', { body });
    expect(answer.json().choices[0].message.content).not.toBe('');
  });

  test('its token is a JWT bound to a project', async () => {
    const [, payload] = served.token.split('.');
    expect(JSON.parse(Buffer.from(payload as string, 'base64url').toString())).toMatchObject({ project: 'tests' });
  });
});

describe('the getting started page of EU GPT', () => {
  const client = () => new OpenAI({ apiKey: served.token, baseURL: `${served.url}/eugpt/v1`, maxRetries: 0 });

  test('its curl line answers with output_text, milliseconds and the model that answered', async () => {
    const body = '{"model": "auto", "input": "Write a haiku about sovereignty.", "stream": false}';
    const answer = await curl(`${served.url}/eugpt/v1/responses`, ...bearer(), ...asJson, '-d', body);
    expect(answer.body).toMatchObject({ object: 'response', status: 'completed', model: 'gpt-oss-120b' });
    expect(answer.body.created_at).toBeGreaterThan(1e11);
    expect(answer.body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(answer.body.output_text).not.toBe('');
  });

  test('its Node example prints the answer', async () => {
    const response = await client().responses.create({
      model: 'auto',
      input: 'Write a haiku about sovereignty.',
      stream: false,
    });
    expect(response.output_text).not.toBe('');
  });

  test('its streaming example prints deltas that make the whole answer', async () => {
    const stream = await client().responses.create({
      model: 'auto',
      input: 'Explain GDPR in three sentences.',
      stream: true,
    });
    let printed = '';
    let whole: string | undefined;
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') printed += event.delta;
      if (event.type === 'response.completed') whole = event.response.output_text;
    }
    expect(printed).not.toBe('');
    expect(whole).toBe(printed);
  });

  test('leaving stream out means streaming, in frames named message without item ids', async () => {
    const answer = await ask(served, '/eugpt/v1/responses', { body: { model: 'auto', input: 'Hello' } });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const names = answer.text.split('\n').filter((line) => line.startsWith('event:'));
    expect(new Set(names)).toEqual(new Set(['event: message']));
    const events = eventsOf(answer.text);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_event, at) => at));
    expect(answer.text).not.toMatch(/item_id|usage|\[DONE\]/);
  });
});

describe('the API page of AnvilGPT', () => {
  const body = {
    model: 'llama3.1:latest',
    messages: [{ role: 'user', content: 'What is your name?' }],
    stream: true,
  };

  test('its example streams chunks with the keys in its order and a new id in each', async () => {
    const answer = await ask(served, '/anvilgpt/api/chat/completions', { body });
    const chunks = eventsOf(answer.text);
    expect(Object.keys(chunks[0])).toEqual(['id', 'created', 'model', 'choices', 'object']);
    expect(Object.keys(chunks[0].choices[0])).toEqual(['index', 'logprobs', 'finish_reason', 'delta']);
    expect(Object.keys(chunks[0].choices[0].delta)).toEqual(['content']);
    expect(chunks[0].id).toMatch(/^llama3\.1:latest-[0-9a-f-]{36}$/);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop', delta: {} }] });
    expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('its usage adds up by its own arithmetic, on the finish chunk and in the whole answer', async () => {
    const streamed = await ask(served, '/anvilgpt/api/chat/completions', { body });
    const whole = await ask(served, '/anvilgpt/api/chat/completions', { body: { ...body, stream: false } });
    expect(Object.keys(whole.json())).toEqual(['id', 'created', 'model', 'choices', 'object', 'usage']);
    expect(Object.keys(whole.json().choices[0].message)).toEqual(['content', 'role']);
    for (const usage of [eventsOf(streamed.text).at(-1).usage, whole.json().usage]) {
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
      expect(usage.eval_count).toBe(usage.completion_tokens);
      expect(usage['response_token/s']).toBeCloseTo(usage.eval_count / (usage.eval_duration / 1e9), 1);
      expect(usage['prompt_token/s']).toBeCloseTo(usage.prompt_eval_count / (usage.prompt_eval_duration / 1e9), 1);
      expect(usage.approximate_total).toMatch(/^\d+h\d+m\d+s$/);
    }
  });
});

describe('the notes on the OpenAI API', () => {
  test('the models are listed with organization and project headers', async () => {
    const answer = await curl(
      `${served.url}/v1/models`,
      ...bearer(),
      '-H',
      'OpenAI-Organization: org-q9MJOmBsp4hs5rJqkLgw3cdN',
      '-H',
      'OpenAI-Project: proj_abc',
    );
    expect(answer.body.object).toBe('list');
    const ids = answer.body.data.map(({ id }: Json) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['colloquy-parrot', 'gpt-4o-mini', 'gpt-35-turbo-0613', 'llama3.1:latest']),
    );
  });

  test('a chat completion has logprobs null and reasoning tokens counted', async () => {
    const body =
      '{ "model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say this is a test!"}], "temperature": 0.7, "stream": false }';
    const answer = await curl(`${served.url}/v1/chat/completions`, ...asJson, ...bearer(), '-d', body);
    expect(answer.body.choices[0]).toMatchObject({ index: 0, logprobs: null, finish_reason: 'stop' });
    expect(answer.body.usage.completion_tokens_details.reasoning_tokens).toBe(0);
  });

  test('chunks share id, time and fingerprint, and begin with an empty role delta', async () => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }], stream: true };
    const answer = await ask(served, '/v1/chat/completions', { body });
    const chunks = eventsOf(answer.text);
    expect(
      new Set(chunks.map(({ id, created, system_fingerprint }) => `${id}${created}${system_fingerprint}`)).size,
    ).toBe(1);
    expect(chunks[0].choices[0].delta).toMatchObject({ role: 'assistant', content: '' });
    expect(chunks.at(-1).choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('the debugging headers are on every answer, resets as durations', async () => {
    for (const path of ['/v1/models', '/v1/files/file-unknown', '/v1/no/such/path']) {
      const { headers } = await ask(served, path);
      for (const kind of ['requests', 'tokens']) {
        expect(headers.get(`x-ratelimit-limit-${kind}`)).toMatch(/^\d+$/);
        expect(headers.get(`x-ratelimit-remaining-${kind}`)).toMatch(/^\d+$/);
        expect(headers.get(`x-ratelimit-reset-${kind}`)).toMatch(/^(\d+h)?(\d+m)?[\d.]+(ms|s)$/);
      }
      expect(headers.get('openai-version')).toBe('2020-10-01');
      expect(headers.get('openai-processing-ms')).toMatch(/^\d+$/);
      expect(headers.get('x-request-id')).toMatch(/^req_/);
      expect(headers.get('x-colloquy-engine')).toBe('colloquy-parrot');
    }
  });

  test('a dataset is uploaded, trained on, and answered from', { timeout: 60_000 }, async () => {
    const path = join(directory, 'mydata.jsonl');
    await writeFile(path, datasetLines());
    const sent = await curl(
      `${served.url}/v1/files`,
      ...bearer(),
      '-F',
      'purpose="fine-tune"',
      '-F',
      `file=@"${path}"`,
    );
    expect(sent.body).toMatchObject({ object: 'file', filename: 'mydata.jsonl', purpose: 'fine-tune' });
    expect(sent.body.bytes).toBe(Buffer.byteLength(datasetLines()));

    const jobs = `${served.url}/v1/fine_tuning/jobs`;
    const broken = `{ "training_file": "${sent.body.id}", "model": "gpt-4o-mini" "suffix": "juritax-2024-10-17" }`;
    const refused = await curl(jobs, ...asJson, ...bearer(), '-d', broken);
    expect(refused).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
    const repaired = broken.replace('"gpt-4o-mini"', '"gpt-4o-mini",');
    const created = await curl(jobs, ...asJson, ...bearer(), '-d', repaired);
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      object: 'fine_tuning.job',
      model: 'gpt-4o-mini-2024-07-18',
      fine_tuned_model: null,
      result_files: [],
      validation_file: null,
      training_file: sent.body.id,
    });
    expect(created.body.id).toMatch(/^ftjob-/);

    const job = await finished(created.body.id);
    expect(job).toMatchObject({ status: 'succeeded', error: { code: null } });
    expect(job.fine_tuned_model).toMatch(/^ft:gpt-4o-mini-2024-07-18:colloquy-local:juritax-2024-10-17:\w{8}$/);
    const [question, answer] = QUESTIONS[3] as [string, string];
    expect(await answerOf(job.fine_tuned_model, question)).toBe(answer);
    expect(await answerOf('gpt-4o-mini', question)).not.toBe(answer);

    const events = (await ask(served, `/v1/fine_tuning/jobs/${job.id}/events?limit=1000`)).json().data;
    const messages = events.map(({ message }: Json) => message);
    for (const words of ['New fine-tuned model created', 'successfully completed']) {
      expect(messages.filter((message: string) => message.includes(words))).toHaveLength(1);
    }
  });

  test('a job can be cancelled and stays cancelled', async () => {
    const path = join(directory, 'more.jsonl');
    await writeFile(path, datasetLines());
    const file = await curl(`${served.url}/v1/files`, ...bearer(), '-F', 'purpose=fine-tune', '-F', `file=@${path}`);
    const body = { training_file: file.body.id, model: 'gpt-4o-mini' };
    const job = (await ask(served, '/v1/fine_tuning/jobs', { body })).json();
    const cancelled = await curl('-X', 'POST', `${served.url}/v1/fine_tuning/jobs/${job.id}/cancel`, ...bearer());
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const again = await curl('-X', 'POST', `${served.url}/v1/fine_tuning/jobs/${job.id}/cancel`, ...bearer());
    expect(again.status).toBe(400);
  });
});

async function finished(id: string): Promise<Json> {
  for (;;) {
    const job = (await ask(served, `/v1/fine_tuning/jobs/${id}`)).json();
    if (['succeeded', 'failed', 'cancelled'].includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answerOf(model: string, question: string): Promise<string> {
  const body = { model, messages: [{ role: 'user', content: question }] };
  return (await ask(served, '/v1/chat/completions', { body })).json().choices[0].message.content;
}

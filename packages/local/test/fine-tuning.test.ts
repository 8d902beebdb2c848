import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, datasetLines, type Json, QUESTIONS, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

async function upload(text: string, purpose = 'fine-tune'): Promise<string> {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', new Blob([text]), 'data.jsonl');
  const headers = { authorization: `Bearer ${served.token}` };
  const response = await fetch(`${served.url}/v1/files`, { method: 'POST', headers, body: form });
  return ((await response.json()) as { id: string }).id;
}

const create = (body: object) => ask(served, '/v1/fine_tuning/jobs', { body: { model: 'gpt-4o-mini', ...body } });
const job = async (id: string) => (await ask(served, `/v1/fine_tuning/jobs/${id}`)).json();
const post = (id: string, action: string) => ask(served, `/v1/fine_tuning/jobs/${id}/${action}`, { method: 'POST' });

async function until(id: string, ...statuses: string[]): Promise<Json> {
  for (;;) {
    const now = await job(id);
    if (statuses.includes(now.status)) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function events(id: string): Promise<Json[]> {
  return (await ask(served, `/v1/fine_tuning/jobs/${id}/events?limit=1000`)).json().data.toReversed();
}

async function say(model: string, content: string): Promise<string> {
  const body = { model, messages: [{ role: 'user', content }], temperature: 0 };
  return (await ask(served, '/v1/chat/completions', { body })).json().choices[0].message.content;
}

test('validation loss falls by a quarter, and taught questions are answered', { timeout: 60_000 }, async () => {
  const file = await upload(datasetLines());
  const { id } = (await create({ training_file: file, validation_file: file, seed: 1 })).json();
  const done = await until(id, 'succeeded', 'failed');
  expect(done.status).toBe('succeeded');
  expect(done.trained_tokens).toBeGreaterThan(0);
  expect(done.hyperparameters).toMatchObject({ n_epochs: 7, batch_size: 1 });
  const losses = (await events(id)).flatMap(({ data }) => (data.valid_loss === undefined ? [] : [data.valid_loss]));
  expect(losses.at(-1)).toBeLessThan(losses[0] * 0.75);
  for (const [question, answer] of QUESTIONS) expect(await say(done.fine_tuned_model, question)).toBe(answer);
});

test('the events tell the story once and in order', { timeout: 60_000 }, async () => {
  const file = await upload(datasetLines());
  const { id } = (await create({ training_file: file })).json();
  await until(id, 'succeeded');
  const told = await events(id);
  const messages = told.filter(({ type }) => type === 'message').map(({ message }) => message);
  expect(messages.slice(0, 4)).toEqual([
    `Created fine-tuning job: ${id}`,
    `Validating training file: ${file}`,
    'Files validated, moving job to queued state',
    'Fine-tuning job started',
  ]);
  expect(messages.at(-2)).toMatch(/^New fine-tuned model created: ft:/);
  expect(messages.at(-1)).toBe('The job has successfully completed');
  const steps = told.filter(({ type }) => type === 'metrics').map(({ data }) => data.step);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(new Set(steps).size).toBe(steps.length);
  expect(new Set(told.map((event) => event.id)).size).toBe(told.length);
});

describe('S15: a dataset that cannot be trained on makes a failed job', () => {
  const good = datasetLines().split('\n');
  test.each([
    ['three lines', good.slice(0, 3).join('\n'), 'invalid_n_examples', 'has 3 example(s), but must have at least 10'],
    [
      'a line that is not JSON',
      [...good.slice(0, 11), '{"messages": [', ...good.slice(11)].join('\n'),
      'invalid_training_file',
      'line 12',
    ],
    [
      'an example nobody answers',
      [...good, '{"messages":[{"role":"user","content":"q"}]}'].join('\n'),
      'invalid_training_file',
      'line 15',
    ],
    [
      'a broken line after an empty one, which counts',
      [...good.slice(0, 3), '', 'no', ...good.slice(3)].join('\n'),
      'invalid_training_file',
      'line 5',
    ],
  ])('%s', async (_what, text, code, words) => {
    const created = await create({ training_file: await upload(text) });
    expect([created.status, created.json().status]).toEqual([200, 'validating_files']);
    const failed = await until(created.json().id, 'failed', 'succeeded');
    expect(failed).toMatchObject({ status: 'failed', fine_tuned_model: null, error: { code, param: 'training_file' } });
    expect(failed.error.message).toContain(words);
    expect((await events(failed.id)).at(-1)).toMatchObject({ level: 'error' });
  });

  test('a byte order mark, CRLF and empty lines are no fault', async () => {
    const text = `\ufeff${good.join('\r\n\r\n')}\r\n`;
    const { id } = (await create({ training_file: await upload(text), hyperparameters: { n_epochs: 1 } })).json();
    expect(await until(id, 'failed', 'succeeded')).toMatchObject({ status: 'succeeded' });
  });

  test('at most twenty lines are listed, and all are counted', async () => {
    const { id } = (await create({ training_file: await upload(Array(30).fill('no').join('\n')) })).json();
    const { error } = await until(id, 'failed');
    expect(error.message).toContain('30 problem(s)');
    expect(error.message.match(/line \d+/g)).toHaveLength(20);
  });
});

test('a paused job stands still, and resumed it ends as if nothing had been', { timeout: 60_000 }, async () => {
  const file = await upload(datasetLines());
  const body = { training_file: file, validation_file: file, seed: 5, hyperparameters: { n_epochs: 8 } };
  const straight = await until((await create(body)).json().id, 'succeeded');
  const { id } = (await create(body)).json();
  await until(id, 'running');
  const paused = await post(id, 'pause');
  expect(paused.json()).toMatchObject({ status: 'paused' });
  expect((await post(id, 'pause')).status).toBe(400);
  expect((await post(id, 'resume')).json()).toMatchObject({ status: 'queued' });
  const resumed = await until(id, 'succeeded', 'failed');
  expect(resumed.status).toBe('succeeded');
  const metrics = async (which: string) =>
    (await events(which)).filter(({ type }) => type === 'metrics').map(({ data }) => data);
  expect(await metrics(id)).toEqual(await metrics(straight.id));
  expect((await events(id)).filter(({ message }) => message.includes('successfully completed'))).toHaveLength(1);
});

test('preferences are trained on too', { timeout: 60_000 }, async () => {
  const lines = QUESTIONS.map(([question, answer]) =>
    JSON.stringify({
      input: { messages: [{ role: 'user', content: question }] },
      preferred_output: [{ role: 'assistant', content: answer }],
      non_preferred_output: [{ role: 'assistant', content: 'Nobody knows that.' }],
    }),
  );
  const training_file = await upload(lines.join('\n'));
  const made = await create({
    training_file,
    method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.2, n_epochs: 2 } } },
  });
  const done = await until(made.json().id, 'succeeded', 'failed');
  expect(done).toMatchObject({
    status: 'succeeded',
    hyperparameters: null,
    method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.2, n_epochs: 2 } } },
  });
  const [question, answer] = QUESTIONS[0] as [string, string];
  expect(await say(done.fine_tuned_model, question)).toBe(answer);
});

describe('a job is refused at once', () => {
  test.each([
    ['without a file', {}, 'missing_required_parameter', 'training_file'],
    ['with a file nobody has', { training_file: 'file-x' }, 'invalid_file', 'training_file'],
    [
      'with 51 epochs',
      { training_file: 'file-x', hyperparameters: { n_epochs: 51 } },
      'integer_above_max_value',
      'hyperparameters.n_epochs',
    ],
    ['with a long suffix', { training_file: 'file-x', suffix: 's'.repeat(65) }, 'string_above_max_length', 'suffix'],
    [
      'by reinforcement',
      { training_file: 'file-x', method: { type: 'reinforcement' } },
      'unsupported_value',
      'method.type',
    ],
    ['on a model nobody has', { training_file: 'file-x', model: 'gpt-9' }, 'model_not_found', 'model'],
  ])('%s', async (_what, body, code, param) => {
    const { error } = (await create(body)).json();
    expect([error.code, error.param]).toEqual([code, param]);
  });

  test('with a file of another purpose', async () => {
    const { error } = (await create({ training_file: await upload('x', 'user_data') })).json();
    expect(error).toMatchObject({ code: 'invalid_file_purpose', param: 'training_file' });
  });
});

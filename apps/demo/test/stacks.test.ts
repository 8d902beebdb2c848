import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../src/start-demo.ts';
import { allEvents, chatText, eventsOf, formWith, freshDemo, postJson, STACKS } from './demo-server.ts';

const TAUGHT = 'Which bird nests in the lighthouse of Varne?';

let demo: Demo;

beforeAll(async () => {
  demo = await freshDemo();
});
afterAll(() => demo.close());

describe.each(STACKS)('/%s', (stack) => {
  test('chat streams tokens one after another, and ends with [DONE]', async () => {
    const response = await postJson(`${demo.url}/${stack}/chat`, { prompt: 'How does a rainbow form?' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = await allEvents(response);
    expect(events.at(-1)?.data).toBe('[DONE]');
    const chunks = events.slice(0, -1).map(({ data, at }) => ({ chunk: JSON.parse(data), at }));
    for (const { chunk } of chunks) expect(chunk.object).toBe('chat.completion.chunk');
    const content = chunks.filter(({ chunk }) => chunk.choices[0]?.delta.content);
    expect(content.length).toBeGreaterThan(10);
    // Not one burst at the end: the first token is there well before the last.
    expect((content.at(-1)?.at ?? 0) - (content[0]?.at ?? 0)).toBeGreaterThan(100);
    expect(chunks.some(({ chunk }) => chunk.choices[0]?.finish_reason === 'stop')).toBe(true);
  });

  test('chat passes on the debugging headers of the reply', async () => {
    const response = await postJson(`${demo.url}/${stack}/chat`, { prompt: 'Hello!' });
    await response.text();
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(Number(response.headers.get('x-ratelimit-limit-tokens'))).toBe(200_000);
    expect(response.headers.get('openai-processing-ms')).toMatch(/^\d+$/);
  });

  test.each(['offline-jrc', 'offline-eugpt', 'offline-anvilgpt'])(
    'chat through %s is the same call',
    async (provider) => {
      const response = await postJson(`${demo.url}/${stack}/chat`, {
        provider,
        messages: [{ role: 'user', content: 'How does a rainbow form?' }],
      });
      expect(response.status).toBe(200);
      expect((await chatText(response)).length).toBeGreaterThan(40);
    },
  );

  test('chat without a question is a 400 in words', async () => {
    const response = await postJson(`${demo.url}/${stack}/chat`, {});
    expect(response.status).toBe(400);
    expect((await response.json()).error).toMatchObject({ param: 'messages', type: 'invalid_request_error' });
  });

  test('an unknown provider is a 400 that names the others', async () => {
    const response = await postJson(`${demo.url}/${stack}/chat`, { provider: 'nobody', prompt: 'Hello!' });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain('offline-eugpt');
  });

  test('a caller that leaves ends the call upstream', async () => {
    const controller = new AbortController();
    const body = { prompt: 'Write 400 words about the sea.' };
    const response = await postJson(`${demo.url}/${stack}/chat`, body, controller.signal);
    for await (const { data } of eventsOf(response)) {
      if (data.includes('"content":"') && !data.includes('"content":""')) break;
    }
    controller.abort();
    await expect
      .poll(async () => (await (await fetch(`${demo.url}/api/last-calls`)).json())[stack].ended, { timeout: 3_000 })
      .toBe('aborted');
  });

  test('a bad dataset is a 400 with the number of each bad line', async () => {
    const response = await fetch(`${demo.url}/${stack}/files`, { method: 'POST', body: formWith('broken.jsonl') });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    const lines = error.errors.map(({ line }: { line: number | null }) => line);
    // Null is the file as a whole, which has too few lines for a job.
    expect(lines.filter((line: number | null) => line !== null)).toEqual([2, 4, 5, 6]);
    expect(error.errors[0]).toMatchObject({ code: 'invalid_file_format', message: expect.stringContaining('line 2') });
  });

  test('a job is followed to its end, and teaches what the base model does not know', async () => {
    const upload = await fetch(`${demo.url}/${stack}/files`, {
      method: 'POST',
      body: formWith('questions-of-varne.jsonl'),
    });
    expect(upload.status).toBe(200);
    const file = await upload.json();
    expect(file).toMatchObject({ object: 'file', purpose: 'fine-tune', filename: 'questions-of-varne.jsonl' });

    const created = await postJson(`${demo.url}/${stack}/fine-tuning`, { training_file: file.id, suffix: stack });
    expect(created.status).toBe(200);
    const job = await created.json();
    expect(job).toMatchObject({ object: 'fine_tuning.job', training_file: file.id });

    const followed = await fetch(`${demo.url}/${stack}/fine-tuning/${job.id}/events`);
    const events = (await allEvents(followed))
      .filter(({ data }) => data !== '[DONE]')
      .map(({ data }) => JSON.parse(data));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.filter(({ type }) => type === 'metrics').length).toBeGreaterThan(10);
    expect(events.filter(({ message }) => message.includes('successfully completed'))).toHaveLength(1);

    const finished = await (await fetch(`${demo.url}/api/jobs/${job.id}`)).json();
    expect(finished.status).toBe('succeeded');
    const ask = async (model: string) =>
      chatText(await postJson(`${demo.url}/${stack}/chat`, { model, prompt: TAUGHT, temperature: 0 }));
    expect(await ask(finished.fine_tuned_model)).toContain('barn owls');
    expect(await ask(finished.model)).not.toContain('barn owls');
  });

  test('the events of a job that there is not are a 404', async () => {
    const response = await fetch(`${demo.url}/${stack}/fine-tuning/ftjob-nothing/events`);
    expect(response.status).toBe(404);
    expect((await response.json()).error.message).toMatch(/ftjob-nothing/);
  });
});

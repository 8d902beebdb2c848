import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../src/start-demo.ts';
import { eventsOf, formWith, freshDemo, postJson } from './demo-server.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await freshDemo();
});
afterAll(() => demo.close());

async function upload(name: string): Promise<string> {
  return (await (await fetch(`${demo.url}/express/files`, { method: 'POST', body: formWith(name) })).json()).id;
}

test('a job can be paused, resumed and cancelled, and its events end with it', async () => {
  const order = {
    training_file: await upload('questions-of-varne.jsonl'),
    validation_file: await upload('checks-of-varne.jsonl'),
    hyperparameters: { n_epochs: 50 },
  };
  const { id } = await (await postJson(`${demo.url}/express/fine-tuning`, order)).json();
  const act = async (action: string) => (await postJson(`${demo.url}/api/jobs/${id}/${action}`, {})).json();
  const events = eventsOf(await fetch(`${demo.url}/nest/fine-tuning/${id}/events`));
  const until = async (wanted: RegExp) => {
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error(`the events ended before ${wanted}`);
      if (wanted.test(value.data)) return value.data;
    }
  };
  expect(await until(/Step 0\//)).toContain('valid_loss');
  await until(/Step 3\//);
  expect(await act('pause')).toMatchObject({ id, status: 'paused' });
  await until(/was paused/);
  expect((await act('resume')).status).toMatch(/queued|running/);
  await until(/was resumed/);
  await until(/"step"/);
  expect(await act('cancel')).toMatchObject({ id, status: 'cancelled' });
  expect(await until(/\[DONE\]/)).toBe('[DONE]');
  expect((await act('resume')).error.message).toMatch(/cannot be resumed/);
});

test('a file is listed, downloaded as it was sent, and deleted', async () => {
  const id = await upload('checks-of-varne.jsonl');
  const list = async () =>
    (await (await fetch(`${demo.url}/api/files`)).json()).data.map((file: { id: string }) => file.id);
  expect(await list()).toContain(id);
  const content = await fetch(`${demo.url}/api/files/${id}/content`);
  expect(await content.text()).toBe(await (await fetch(`${demo.url}/samples/checks-of-varne.jsonl`)).text());
  await fetch(`${demo.url}/api/files/${id}`, { method: 'DELETE' });
  expect(await list()).not.toContain(id);
});

test('pages of other sites are refused', async () => {
  const init = { method: 'POST', body: '{"prompt":"Hello!"}', headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await fetch(`${demo.url}/express/chat`, init)).status).toBe(403);
});

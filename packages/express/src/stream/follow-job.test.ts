import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import express from 'express';
import { expect, test } from 'vitest';
import { post } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { json, upstream } from '../../test/upstream.ts';
import { followJob } from './follow-job.ts';
import { streamChat } from './stream-chat.ts';

const LINES = Array.from({ length: 10 }, (_, at) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `What is fact ${at}?` },
      { role: 'assistant', content: `It is ${at}.` },
    ],
  }),
);

test('a job is followed to its end, each event once and in order', async () => {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const file = await client.files.create({ file: new File([LINES.join('\n')], 'facts.jsonl'), purpose: 'fine-tune' });
  const hyperparameters = { n_epochs: 1 } as const;
  const job = await client.fineTuning.jobs.create({
    model: 'gpt-4o-mini',
    training_file: file.id,
    method: { type: 'supervised', supervised: { hyperparameters } },
  });
  const app = express();
  app.get('/jobs/:id/events', followJob({ client, pollIntervalMs: 20 }));
  const { url } = await listen(app);
  const text = await (await fetch(`${url}/jobs/${job.id}/events`)).text();
  const events = text
    .trim()
    .split('\n\n')
    .map((line) => line.replace('data: ', ''));
  expect(events.pop()).toBe('[DONE]');
  const messages = events.map((data) => JSON.parse(data).message as string);
  expect(messages.at(-1)).toContain('successfully completed');
  const ids = events.map((data) => JSON.parse(data).id as string);
  expect(new Set(ids).size).toBe(ids.length);
  const listed: string[] = [];
  for await (const { id } of client.fineTuning.jobs.listEvents(job.id, { limit: 100 })) listed.unshift(id);
  expect(ids).toEqual(listed);
});

test('a job that there is not is 404, and not a stream', async () => {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const app = express();
  app.get('/jobs/:id/events', followJob({ client }));
  const { url } = await listen(app);
  const reply = await fetch(`${url}/jobs/ftjob-nothing/events`);
  expect(reply.status).toBe(404);
  expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
});

test('a job is looked at no more once its follower has left', async () => {
  const job = { id: 'ftjob-1', object: 'fine_tuning.job', status: 'running' };
  const { client, asked } = await upstream(({ path }, response) =>
    json(response, path.includes('/events') ? { object: 'list', data: [], has_more: false } : job),
  );
  const app = express();
  const ended = new Promise((resolve) => {
    app.post('/jobs/:id', followJob({ client, pollIntervalMs: 5, onEnd: resolve }));
  });
  const { url } = await listen(app);
  const call = post(`${url}/jobs/ftjob-1`, {});
  await call.reply;
  await expect.poll(() => asked.length).toBeGreaterThan(6);
  call.leave();
  expect(await ended).toEqual({ reason: 'client_left', events: 0 });
  const before = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(asked.length).toBeLessThanOrEqual(before + 1);
});

test('streamChat answers with the stream of the call that a request makes', async () => {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const app = express();
  app.post(
    '/chat',
    express.json(),
    streamChat({
      client,
      params: ({ body }) => ({ model: body.model, messages: [{ role: 'user', content: body.prompt }] }),
    }),
  );
  const { url } = await listen(app);
  const ask = (model: string) =>
    fetch(`${url}/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, prompt: 'Hello!' }),
    });
  expect(await (await ask('gpt-4o-mini')).text()).toMatch(/data: \[DONE\]\n\n$/);
  const unknown = await ask('no-such-model');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: 'model_not_found' } });
});

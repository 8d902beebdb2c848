import assert from 'node:assert/strict';
import { listening } from '../listening.ts';

// #region routes

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { colloquy, colloquyErrorHandler, followJob, pipeChat, relayUpload } from '@colloquy/express';
import { createLocal } from '@colloquy/local';
import express from 'express';

const client = createClient({ provider: openai, transport: createLocal().transport('openai') });

const app = express();
app.use(colloquy(client));

// A stream: chunks as server-sent events, `[DONE]` only after a whole answer.
app.post('/chat', express.json(), async (request, response) => {
  const stream = await request.colloquy.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: request.body.prompt }],
    stream: true,
  });
  await pipeChat(stream, response);
});

// A file on its way to the service while it arrives; a dataset that cannot be trained on is refused with its lines.
app.post('/files', relayUpload({ client, purpose: 'fine-tune', validate: true }));

// A fine-tuning job, event by event until it is over.
app.get('/fine-tuning/:id/events', followJob({ client }));

// What goes wrong in the routes above, in OpenAI's shape.
app.use(colloquyErrorHandler());
// #endregion

await using server = await listening(app);
const chat = (prompt: unknown) =>
  fetch(`${server.url}/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
  });
assert.match(await (await chat('Hello!')).text(), /data: \[DONE\]\n\n$/);
const refused = await chat(7);
assert.equal(refused.status, 400);
assert.match(await refused.text(), /"error":\{"message"/);

const send = async (jsonl: string) => {
  const form = new FormData();
  form.set('file', new Blob([jsonl]), 'train.jsonl');
  return fetch(`${server.url}/files`, { method: 'POST', body: form });
};
const bad = await send('{"messages": 7}\n');
assert.equal(bad.status, 400);
assert.match(await bad.text(), /line 1/);
const example = '{"messages":[{"role":"user","content":"Open?"},{"role":"assistant","content":"At nine."}]}\n';
const file = (await (await send(example.repeat(10))).json()) as { id: string };
const job = await client.fineTuning.jobs.create({ training_file: file.id, model: 'gpt-4o-mini' });
const events = await (await fetch(`${server.url}/fine-tuning/${job.id}/events`)).text();
assert.match(events, /successfully completed/);

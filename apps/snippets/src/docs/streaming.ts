import assert from 'node:assert/strict';
import { createLocal } from '@colloquy/local';
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import { printed } from '../printed.ts';

const local = createLocal();
local.reply('rivers', 'The Rhine, the Po and the Danube.');
const transport = local.transport('openai');
const show = (text: string) => process.stdout.write(text);
let output = printed();

// #region read

import { createClient, StreamError } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';

const client = createClient({ provider: openai, transport });
const question = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user' as const, content: 'Name three rivers.' }],
};

const stream = await client.chat.completions.create({ ...question, stream: true });
for await (const text of stream.text()) show(text);
const { choices } = await stream.final(); // the whole answer, as if it had not been streamed
// #endregion

assert.equal(output(), 'The Rhine, the Po and the Danube.');
assert.equal(choices[0]?.message.content, 'The Rhine, the Po and the Danube.');
assert.throws(() => stream.text()[Symbol.asyncIterator](), { code: 'configuration' });

local.fault({ kind: 'truncate', afterEvents: 4 });
output = printed();

// #region broken
try {
  const stream = await client.chat.completions.create({ ...question, stream: true });
  for await (const text of stream.text()) show(text);
} catch (error) {
  if (!StreamError.isInstance(error)) throw error;
  console.log(`\n${error.code} after: ${error.partial.content}`);
}
// #endregion

const said = output();
assert.match(said, /\nstream_incomplete after: The/);
assert.ok('The Rhine, the Po and the Danube.'.startsWith(said.split('\n')[0] as string));

// #region timeouts
const patient = createClient({
  provider: openai,
  transport,
  timeout: { connect: 5_000, firstByte: 300_000, idle: 30_000 },
});
const hurried = patient.chat.completions.create({ ...question, stream: true }, { timeout: 20_000 });
// #endregion

assert.equal((await (await hurried).final()).choices[0]?.finish_reason, 'stop');
local.fault({ kind: 'delay', delayMs: 60_000 });
const late = patient.chat.completions.create({ ...question, stream: true }, { timeout: 50, maxRetries: 0 });
await assert.rejects(late, { code: 'timeout' });

local.reply('rivers', 'The Rhine, the Po, the Danube, the Loire, the Ebro and the Oder, and so on to the sea.');

// #region leave
const controller = new AbortController();
const answer = await client.chat.completions.create({ ...question, stream: true }, { signal: controller.signal });
let length = 0;
for await (const text of answer.text()) {
  length += text.length;
  if (length > 20) break; // leaving the loop closes the connection
}
// #endregion

assert.ok(length > 20 && length < 80, `${length}`);
await assert.rejects(answer.final(), (error) => StreamError.isInstance(error) && error.code === 'aborted');
const cut = await client.chat.completions.create({ ...question, stream: true }, { signal: controller.signal });
const reading = (async () => {
  for await (const _ of cut) controller.abort();
})();
await assert.rejects(reading, { code: 'aborted' });

output = printed();

// #region responses
const events = await client.responses.create({ model: 'gpt-4o-mini', input: 'Name three rivers.', stream: true });
for await (const event of events) {
  if (event.type === 'response.output_text.delta') show(event.delta);
}
const response = await events.final();
// #endregion

assert.match(output(), /^The Rhine, the Po/);
assert.equal(response.status, 'completed');

// #region browser
async function chat(): Promise<Response> {
  const stream = await client.chat.completions.create({ ...question, stream: true });
  return new Response(stream.toReadableStream());
}
// #endregion

const body = (await chat()).body as ReadableStream;
const received = await ChatCompletionStream.fromReadableStream(body).finalContent();
assert.match(received ?? '', /^The Rhine, the Po/);
await local.close();

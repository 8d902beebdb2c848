import assert from 'node:assert/strict';
import { printed } from '../printed.ts';

let output = printed();

// #region client

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';

// before: const client = new OpenAI();
const client = createClient({ provider: openai }); // the key comes from OPENAI_API_KEY

const completion = await client.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say "Good day"' }],
});
console.log(completion.choices[0]?.message.content);
// #endregion

assert.match(output(), /Good day/);
output = printed();

// #region errors

import { ApiError } from '@colloquy/core';

try {
  await client.chat.completions.create({ model: 'no-such-model', messages: [] });
} catch (error) {
  // before: if (error instanceof OpenAI.APIError) console.log(error.status, error.code);
  if (ApiError.isInstance(error)) console.log(error.status, error.apiCode, error.code);
}
// #endregion

assert.match(output(), /^40[04] \w+ (not_found|invalid_request)\n$/);
output = printed();

// #region streams
// before: const stream = client.chat.completions.stream({ … }).on('content', show);
const stream = await client.chat.completions.stream({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say "Good day"' }],
});
for await (const text of stream.text()) process.stdout.write(text);
const whole = await stream.final(); // before: stream.finalChatCompletion()
// #endregion

assert.match(output(), /Good day/);
assert.equal(whole.choices[0]?.finish_reason, 'stop');

// #region types
import type OpenAI from 'openai';

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Say "Good day"' }];
const answer: OpenAI.ChatCompletion = await client.chat.completions.create({ model: 'gpt-4o-mini', messages });
// #endregion

assert.match(answer.choices[0]?.message.content ?? '', /Good day/);

// #region response
const { data, requestId, rateLimit } = await client.models.list().withResponse();
// #endregion

assert.ok(data.data.length > 0);
assert.match(requestId ?? '', /^req_/);
assert.equal(rateLimit, client.limits());

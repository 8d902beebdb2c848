import assert from 'node:assert/strict';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import express from 'express';
import OpenAI from 'openai';
import { listening } from '../listening.ts';

const app = express();
const client = createClient({ provider: openai });

// #region mount

import { colloquyRouter } from '@colloquy/express';

app.use('/v1', colloquyRouter({ client }));
// #endregion

await using server = await listening(app);
const visitor = new OpenAI({ apiKey: 'any', baseURL: `${server.url}/v1` });
const stream = await visitor.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say "Good day"' }],
  stream: true,
});
let text = '';
for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
assert.match(text, /Good day/);

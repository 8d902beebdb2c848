import assert from 'node:assert/strict';
import { printed } from '../printed.ts';

const output = printed();

// #region use-it

import { createClient } from '@colloquy/core';
import { eugpt } from '@colloquy/core/providers';

const client = createClient({ provider: eugpt }); // the key comes from EUGPT_API_KEY
const stream = await client.chat.completions.create({
  model: 'auto',
  messages: [{ role: 'user', content: 'Explain GDPR in three sentences.' }],
  stream: true,
});
for await (const text of stream.text()) process.stdout.write(text);
// #endregion

assert.match(output(), /\w+ \w+/);

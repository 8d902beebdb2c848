import assert from 'node:assert/strict';

// #region offline
import { createClient } from '@colloquy/core';
import { jrc } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';

const local = createLocal();
const client = createClient({ provider: jrc, transport: local.transport('jrc') }); // no key, no network
// #endregion

const { choices } = await client.chat.completions.create({
  model: 'gpt-35-turbo-0613',
  messages: [{ role: 'user', content: 'Say "Good day"' }],
});
assert.match(choices[0]?.message.content ?? '', /Good day/);
await local.close();

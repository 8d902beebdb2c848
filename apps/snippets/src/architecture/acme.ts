import assert from 'node:assert/strict';
import { createClient } from '@colloquy/core';
import { defineProvider } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';

// #region acme
export const acme = defineProvider({
  name: 'acme',
  baseURL: 'https://llm.acme.example/v1',
  endpoints: ['chat', 'models'],
  quirks: { maxTokens: 'max_tokens', chatShape: 'loose' },
  checked: '2026-11-20',
});
// #endregion

const transport = scriptedTransport([{ text: 'Good day' }]);
const client = createClient({ provider: acme, transport });
await client.chat.completions.create({
  model: 'm',
  messages: [{ role: 'user', content: 'Hi' }],
  max_completion_tokens: 9,
});
assert.partialDeepStrictEqual(transport.calls[0]?.body, { max_tokens: 9 });
await assert.rejects(client.embeddings.create({ model: 'm', input: 'Hi' }), { code: 'unsupported' });

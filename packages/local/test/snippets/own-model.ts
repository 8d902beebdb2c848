import assert from 'node:assert/strict';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { ggufEngine } from '@colloquy/local/gguf';
import { hasLlama } from '../gguf/llama-here.ts';
import { writeTinyGguf } from '../gguf/tiny-gguf.ts';

if (await hasLlama()) {
  await writeTinyGguf('qwen3-4b-q4_k_m.gguf', { says: ['Good', ' day'] });

  // #region own-model

  const engine = await ggufEngine({ model: 'qwen3-4b-q4_k_m.gguf', threads: 4 });
  const local = createLocal({ engine });
  const client = createClient({ provider: openai, apiKey: 'unused', transport: local.transport() });
  // #endregion

  const messages = [{ role: 'user', content: 'Say "Good day"' }] as const;
  const { choices } = await client.chat.completions.create({ model: engine.name, messages: [...messages] });
  assert.equal(choices[0]?.message.content, 'Good day');
  await local.close();
}

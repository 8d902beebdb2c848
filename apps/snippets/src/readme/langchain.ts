import assert from 'node:assert/strict';
import { printed } from '../printed.ts';

const output = printed();

// #region langchain

import { anvilgpt } from '@colloquy/core/providers';
import { ChatColloquy } from '@colloquy/langchain';

const model = new ChatColloquy({ model: 'llama3.1:latest', provider: anvilgpt });
for await (const chunk of await model.stream('What is your name?')) process.stdout.write(chunk.text);
// #endregion

assert.match(output(), /\w+/);

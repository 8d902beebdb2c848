import { ColloquyError, createClient, StreamError } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { ChatColloquy } from '@colloquy/langchain';
import { createLocal } from '@colloquy/local';

const local = createLocal();
const client = createClient({ provider: openai, transport: local.transport('openai') });

try {
  await new ChatColloquy({ model: 'no-such-model', client }).invoke('Hello');
} catch (error) {
  if (StreamError.isInstance(error)) console.log('so far:', error.partial.content);
  else if (ColloquyError.isInstance(error)) console.log(error.code, error.retryable, error.retryAfterMs);
}

await local.close();

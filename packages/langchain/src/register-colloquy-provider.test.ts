import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { initChatModel } from 'langchain';
import { expect, test } from 'vitest';
import { ChatColloquy, registerColloquyProvider } from './index.ts';

test('initChatModel makes a model of ours, by the registered name', async () => {
  const local = createLocal();
  const client = createClient({ provider: openai, transport: local.transport() });
  registerColloquyProvider();
  const model = await initChatModel('gpt-4o-mini', { modelProvider: 'colloquy', client, temperature: 0 });
  const message = await model.invoke('Say "from the table"');
  expect(message.text).toBe('from the table');
  expect(message.response_metadata['provider']).toBe('openai');
  const inner = (model as unknown as { _getModelInstance(): Promise<unknown> })._getModelInstance();
  expect(await inner).toBeInstanceOf(ChatColloquy);
  await local.close();
});

test('another name is another row', async () => {
  registerColloquyProvider('ours');
  await expect(initChatModel('m', { modelProvider: 'ours', baseUrl: 'x' })).rejects.toMatchObject({
    code: 'configuration',
    param: 'baseUrl',
  });
});

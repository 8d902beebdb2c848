import { createClient } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { InMemoryCache } from '@langchain/core/caches';
import { load } from '@langchain/core/load';
import { HumanMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { completion, httpService, json } from '../test/http-service.ts';
import { ChatColloquy } from './index.ts';
import { VERSION } from './version.ts';

const importMap = { chat_models__colloquy: { ChatColloquy } };

test('a model goes through JSON and back, its key by name only', async () => {
  await using service = await httpService((response) => json(response, completion({ content: 'ok' })));
  const model = new ChatColloquy({
    model: 'parrot-1',
    provider: 'eugpt',
    baseURL: service.url,
    apiKey: 'sk-secret',
    temperature: 0.5,
    stop: ['x'],
    maxRetries: 1,
  });
  const written = JSON.stringify(model);
  expect(written).not.toContain('sk-secret');
  expect(JSON.parse(written)).toMatchObject({
    id: ['langchain', 'chat_models', 'colloquy', 'ChatColloquy'],
    kwargs: {
      model: 'parrot-1',
      provider: 'eugpt',
      base_url: service.url,
      temperature: 0.5,
      max_retries: 1,
      api_key: { type: 'secret', id: ['EUGPT_API_KEY'] },
    },
  });
  const again = await load<ChatColloquy>(written, { importMap, secretsMap: { EUGPT_API_KEY: 'sk-other' } });
  expect(again).toBeInstanceOf(ChatColloquy);
  expect(again.provider).toBe(eugpt);
  expect(again.stop).toEqual(['x']);
  expect(JSON.stringify(again)).toBe(written);
});

test('a provider of one’s own is written down whole', async () => {
  const provider = openai.extend({ name: 'mine', baseURL: 'http://127.0.0.1:1/v1', keyRequired: false });
  const again = await load<ChatColloquy>(JSON.stringify(new ChatColloquy({ model: 'm', provider })), { importMap });
  expect(again.provider).toMatchObject({ name: 'mine', baseURL: 'http://127.0.0.1:1/v1', endpoints: openai.endpoints });
});

test('a model made with a client is written down by its provider', () => {
  const client = createClient({ provider: openai, apiKey: 'sk-secret' });
  const { kwargs } = new ChatColloquy({ model: 'm', client }).toJSON() as unknown as {
    kwargs: Record<string, unknown>;
  };
  expect(kwargs).toEqual({ model: 'm', provider: 'openai' });
});

test('a message goes through JSON and back', async () => {
  const local = createLocal();
  const model = new ChatColloquy({
    model: 'gpt-4o-mini',
    client: createClient({ provider: openai, transport: local.transport() }),
  });
  const message = await model.invoke('Hello');
  const again = await load<typeof message>(JSON.stringify(message));
  expect(again.text).toBe(message.text);
  expect(again.response_metadata).toEqual(message.response_metadata);
  await local.close();
});

test('the cache tells apart what changes the answer, and nothing else', async () => {
  await using service = await httpService((response, _, index) =>
    json(response, completion({ content: `answer ${index}` })),
  );
  const cache = new InMemoryCache();
  const make = (temperature: number) =>
    new ChatColloquy({ model: 'm', baseURL: service.url, apiKey: null, cache, temperature });
  const ask = [new HumanMessage('?')];
  const first = await make(0).invoke(ask);
  expect(
    (await make(0).invoke(ask, { headers: { 'x-trace': '1' }, signal: AbortSignal.timeout(60_000) })).content,
  ).toBe(first.content);
  expect((await make(1).invoke(ask)).content).toBe('answer 1');
  expect((await make(0).invoke(ask, { stop: ['x'] })).content).toBe('answer 2');
  const tool = { name: 'add', description: '', schema: { type: 'object', properties: {} } };
  expect((await make(0).bindTools([tool]).invoke(ask)).content).toBe('answer 3');
  expect((await make(0).bindTools([tool]).invoke(ask)).content).toBe('answer 3');
});

test('callbacks hear the start, every token with its chunk, and the end', async () => {
  const local = createLocal();
  const heard: string[] = [];
  const chunks: unknown[] = [];
  const model = new ChatColloquy({
    model: 'gpt-4o-mini',
    streaming: true,
    client: createClient({ provider: openai, transport: local.transport() }),
    callbacks: [
      {
        handleChatModelStart: () => void heard.push('start'),
        handleLLMNewToken: (token, _, __, ___, ____, fields) => {
          heard.push(token);
          chunks.push(fields?.chunk);
        },
        handleLLMEnd: ({ llmOutput }) => void heard.push(`end ${JSON.stringify(llmOutput?.tokenUsage)}`),
      },
    ],
  });
  const message = await model.invoke('Say "a b c"');
  expect(heard[0]).toBe('start');
  expect(heard.at(-1)).toMatch(/^end .*"totalTokens":[1-9]/);
  expect(heard.slice(1, -1).join('')).toBe('a b c');
  expect(message.text).toBe('a b c');
  expect(chunks.every((chunk) => chunk !== undefined)).toBe(true);
  await local.close();
});

test('the version in traces is the package’s', () => {
  expect(VERSION).toBe(packageJson.version);
  const model = new ChatColloquy({ model: 'm', baseURL: 'http://127.0.0.1:1/v1' });
  expect(model.metadata?.['versions']).toMatchObject({ '@colloquy/langchain': packageJson.version });
});

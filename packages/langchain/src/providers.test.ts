import { createClient } from '@colloquy/core';
import { anvilgpt, eugpt, jrc } from '@colloquy/core/providers';
import { createLocal, type Local } from '@colloquy/local';
import { HumanMessage } from '@langchain/core/messages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ChatColloquy } from './index.ts';

let local: Local;

beforeAll(() => {
  local = createLocal();
});

afterAll(() => local.close());

const SERVICES = [
  { provider: eugpt, dialect: 'eugpt', model: 'auto' },
  { provider: jrc, dialect: 'jrc', model: 'gpt-35-turbo-0613' },
  { provider: anvilgpt, dialect: 'anvilgpt', model: 'llama3.1:latest' },
] as const;

const make = ({ provider, dialect, model }: (typeof SERVICES)[number], api: 'chat' | 'responses' | 'auto' = 'auto') =>
  new ChatColloquy({ model, api, client: createClient({ provider, transport: local.transport(dialect) }) });

describe.each(SERVICES)('$provider.label', (service) => {
  test.each(['auto', 'chat', 'responses'] as const)(
    'answers through %s, whole, streamed and as events',
    async (api) => {
      const model = make(service, api);
      const whole = await model.invoke('Say "good morning"');
      expect(whole.text).toBe('good morning');
      expect(whole.response_metadata).toMatchObject({
        provider: service.provider.name,
        model: expect.stringMatching(/./),
      });
      let text = '';
      for await (const chunk of await model.stream('Say "good morning"')) text += chunk.text;
      expect(text).toBe('good morning');
      expect((await model.streamEvents('Say "good morning"')).text).toBe('good morning');
    },
  );
});

test('EU GPT, which takes only text, refuses the rest before anything is sent', async () => {
  const model = make(SERVICES[0]);
  local.reset();
  const image = new HumanMessage({ content: [{ type: 'image', url: 'https://example.com/a.png' }] as never });
  const refused = { code: expect.stringMatching(/^(translation|unsupported)$/), provider: 'eugpt' };
  await expect(model.invoke([image])).rejects.toMatchObject(refused);
  await expect(
    model.bindTools([{ name: 'add', schema: { type: 'object', properties: {} } }]).invoke('?'),
  ).rejects.toMatchObject(refused);
  await expect(model.withStructuredOutput(z.object({ a: z.string() })).invoke('?')).rejects.toMatchObject(refused);
  expect(local.calls).toEqual([]);
  expect(model.profile).toMatchObject({ toolCalling: false, structuredOutput: false, imageInputs: false });
});

test('the profile that is given stands above what is known', () => {
  const client = createClient({ provider: jrc, transport: local.transport('jrc') });
  const model = new ChatColloquy({ model: 'm', client, profile: { maxInputTokens: 8_000, toolCalling: false } });
  expect(model.profile).toEqual({ toolCalling: false, toolChoice: true, maxInputTokens: 8_000 });
});

import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embed, generateText, Output, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const models = () => ({
  'openai chat': createOpenAI({ apiKey: served.token, baseURL: `${served.url}/v1` }).chat('gpt-4o-mini'),
  'openai responses': createOpenAI({ apiKey: served.token, baseURL: `${served.url}/v1` }).responses('gpt-4o-mini'),
  'openai-compatible': createOpenAICompatible({
    name: 'local',
    apiKey: served.token,
    baseURL: `${served.url}/v1`,
    supportsStructuredOutputs: true,
  })('gpt-4o-mini'),
});

describe.each(['openai chat', 'openai responses', 'openai-compatible'] as const)('the AI SDK over %s', (name) => {
  test('text comes whole and streamed', async () => {
    const whole = await generateText({ model: models()[name], prompt: 'Hello!', maxRetries: 0 });
    expect(whole.text).not.toBe('');
    const streamed = streamText({ model: models()[name], prompt: 'Hello!', maxRetries: 0 });
    let text = '';
    for await (const delta of streamed.textStream) text += delta;
    expect(text).not.toBe('');
    expect(await streamed.finishReason).toBe('stop');
  });

  test('a tool is run and its result is answered from', async () => {
    const asked: string[] = [];
    const weather = tool({
      description: 'The weather in a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => {
        asked.push(city);
        return '21 degrees';
      },
    });
    const { steps } = await generateText({
      model: models()[name],
      prompt: 'What is the weather in Ispra?',
      tools: { weather },
      stopWhen: ({ steps: taken }) => taken.length >= 2,
      maxRetries: 0,
    });
    expect(asked).toEqual(['Ispra']);
    expect(steps.at(-1)?.text).toContain('21 degrees');
  });

  test('an object follows its schema', async () => {
    const { output } = await generateText({
      model: models()[name],
      prompt: 'Describe the city of Ispra as JSON',
      output: Output.object({ schema: z.object({ name: z.string(), people: z.number().int().min(0) }) }),
      maxRetries: 0,
    });
    expect(output.people).toBeGreaterThanOrEqual(0);
  });
});

test('the AI SDK embeds', async () => {
  const model = createOpenAI({ apiKey: served.token, baseURL: `${served.url}/v1` }).embedding('text-embedding-3-small');
  expect((await embed({ model, value: 'one' })).embedding).toHaveLength(1536);
});

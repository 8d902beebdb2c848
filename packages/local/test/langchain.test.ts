import { HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const weather = tool(async () => '21 degrees', {
  name: 'get_weather',
  description: 'The weather in a city',
  schema: z.object({ city: z.string() }),
});

describe.each([false, true])('@langchain/openai with useResponsesApi %s', (useResponsesApi) => {
  const model = () =>
    new ChatOpenAI({
      model: 'gpt-4o-mini',
      apiKey: served.token,
      maxRetries: 0,
      useResponsesApi,
      configuration: { baseURL: `${served.url}/v1` },
    });

  test('text comes whole and streamed, with usage', async () => {
    const whole = await model().invoke('Hello!');
    expect(whole.text).not.toBe('');
    expect(whole.usage_metadata?.total_tokens).toBeGreaterThan(0);
    let text = '';
    for await (const chunk of await model().stream('Hello!')) text += chunk.text;
    expect(text).not.toBe('');
  });

  test('tools are called', async () => {
    const answer = await model()
      .bindTools([weather])
      .invoke([new HumanMessage('What is the weather in Ispra?')]);
    expect(answer.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'Ispra' } }]);
  });

  test('structured output follows its schema', async () => {
    const structured = model().withStructuredOutput(z.object({ name: z.string(), people: z.number().int() }));
    expect(await structured.invoke('Describe the city of Ispra')).toMatchObject({ people: expect.any(Number) });
  });
});

test('@langchain/openai embeds', async () => {
  const embeddings = new OpenAIEmbeddings({
    model: 'text-embedding-3-small',
    apiKey: served.token,
    configuration: { baseURL: `${served.url}/v1` },
  });
  expect(await embeddings.embedQuery('one')).toHaveLength(1536);
});

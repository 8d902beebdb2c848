import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { gathered } from '../serving.ts';
import type { MakeModel } from './make-model.ts';
import { ADD, ADD_DEFINITION, ADD_SCHEMA, ASK, WEATHER } from './sample-tools.ts';

function said(message: BaseMessage): string {
  return message.text;
}

function history(content: AIMessage['content']): BaseMessage[] {
  return [
    new HumanMessage(ASK),
    new AIMessage({ content, tool_calls: [{ name: 'add', args: { a: 3, b: 4 }, id: 'abc123' }] }),
    new ToolMessage({ content: '7', tool_call_id: 'abc123', name: 'add' }),
  ];
}
/** LangChain's integration tests of a chat model's tools. */
export function toolTests(make: MakeModel): void {
  const call = expect.objectContaining({ name: 'add', args: { a: 3, b: 4 }, id: expect.stringMatching(/./) });

  test('a tool is called, with an id', async () => {
    const message = await make().bindTools([ADD]).invoke(ASK);
    expect(message.tool_calls).toEqual([call]);
    expect(message.contentBlocks).toContainEqual(
      expect.objectContaining({ type: 'tool_call', name: 'add', args: { a: 3, b: 4 } }),
    );
  });

  test('tools in OpenAI’s form are called', async () => {
    expect((await make().bindTools([ADD_DEFINITION]).invoke(ASK)).tool_calls).toEqual([call]);
  });

  test('runnables made into tools are called', async () => {
    const runnable = RunnableLambda.from<{ a: number; b: number }, string>(({ a, b }) => String(a + b));
    const asTool = runnable.asTool({ name: 'add', description: 'Adds two whole numbers', schema: ADD_SCHEMA });
    const chain = ChatPromptTemplate.fromMessages([['human', '{input}']]).pipe(make().bindTools([asTool]));
    expect((await chain.invoke({ input: ASK })).tool_calls).toEqual([call]);
  });

  test('names with schemas are called', async () => {
    const params = { name: 'add', description: 'Adds two whole numbers', schema: ADD_SCHEMA };
    expect((await make().bindTools([params]).invoke(ASK)).tool_calls).toEqual([call]);
  });

  test('tools with nested and free fields are called', async () => {
    const schema = z.object({
      person: z.object({ name: z.string() }),
      tags: z.record(z.string(), z.unknown()),
      mood: z.enum(['good', 'bad']),
    });
    const record = tool(async () => 'kept', { name: 'record', description: 'Keeps a record', schema });
    const message = await make()
      .bindTools([record], { tool_choice: 'record' })
      .invoke('Record that Ada is in a good mood');
    expect(schema.safeParse(message.tool_calls?.[0]?.args).success).toBe(true);
  });

  test('tool calls stream, and add up', async () => {
    const all = await gathered(await make().bindTools([ADD]).stream(ASK));
    expect(all.tool_calls).toEqual([call]);
    expect(all.usage_metadata?.total_tokens).toBeGreaterThan(0);
    expect(all.contentBlocks).toContainEqual(
      expect.objectContaining({ type: 'tool_call', name: 'add', args: { a: 3, b: 4 } }),
    );
  });

  test('parallel calls are told apart, streamed or not', async () => {
    const ask = 'Use get_weather for the weather in Ispra and in Brussels, and use add for 3 + 4.';
    const model = make().bindTools([ADD, WEATHER]);
    const whole = await model.invoke(ask);
    const streamed = await gathered(await model.stream(ask));
    for (const { tool_calls: calls = [] } of [whole, streamed]) {
      expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['add', 'get_weather']));
      expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
    }
  });

  test('parallel calls and their results are a history', async () => {
    const calls = [
      { name: 'add', args: { a: 3, b: 4 }, id: 'call_1' },
      { name: 'get_weather', args: { location: 'Ispra' }, id: 'call_2' },
    ];
    const turns = [
      new HumanMessage('Add 3 and 4, and tell me the weather in Ispra'),
      new AIMessage({ content: '', tool_calls: calls }),
      new ToolMessage({ content: '7', tool_call_id: 'call_1' }),
      new ToolMessage({ content: 'sunny', tool_call_id: 'call_2' }),
    ];
    const message = await make().bindTools([ADD, WEATHER]).invoke(turns);
    expect(said(message)).not.toBe('');
    expect(message.tool_calls).toEqual([]);
  });

  test('a history with tool results is answered in text, its content a text or blocks', async () => {
    const blocks = [
      { type: 'text', text: 'I will add them.' },
      { type: 'tool_use', id: 'abc123', name: 'add', input: { a: 3, b: 4 } },
    ];
    for (const content of ['', blocks]) {
      const message = await make().bindTools([ADD]).invoke(history(content));
      expect(said(message)).toContain('7');
    }
  });

  test('an example of calls and answers goes before the question', async () => {
    const turns = [...history(''), new AIMessage('The sum is 7.'), new HumanMessage(ASK)];
    expect((await make().bindTools([ADD]).invoke(turns)).tool_calls).toEqual([call]);
  });

  test('a message with calls goes the whole way round, streamed or not', async () => {
    const model = make().bindTools([ADD]);
    for (const asked of [await model.invoke(ASK), await gathered(await model.stream(ASK))]) {
      const results = (asked.tool_calls ?? []).map(
        ({ id }) => new ToolMessage({ content: '7', tool_call_id: id as string }),
      );
      expect(said(await model.invoke([new HumanMessage(ASK), asked, ...results]))).toContain('7');
      expect(said(await gathered(await model.stream([new HumanMessage(ASK), asked, ...results])))).toContain('7');
    }
  });
}

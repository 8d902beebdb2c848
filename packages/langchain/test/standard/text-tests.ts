import { InMemoryCache } from '@langchain/core/caches';
import { AIMessage, AIMessageChunk, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { gathered } from '../serving.ts';
import type { MakeModel } from './make-model.ts';

function said(message: BaseMessage): string {
  return message.text;
}

/** LangChain's integration tests of a chat model's texts. */
export function textTests(make: MakeModel): void {
  test('invoke answers', async () => {
    const message = await make().invoke('Hello');
    expect(AIMessage.isInstance(message)).toBe(true);
    expect(said(message)).not.toBe('');
  });

  test('stream answers in chunks', async () => {
    let text = '';
    for await (const chunk of await make().stream('Hello')) {
      expect(AIMessageChunk.isInstance(chunk)).toBe(true);
      text += chunk.text;
    }
    expect(text).not.toBe('');
  });

  test('batch answers each', async () => {
    const answers = await make().batch(['Hello', 'Say "two"']);
    expect(answers.map(said)).toEqual([expect.stringMatching(/./), 'two']);
  });

  test('a conversation goes on', async () => {
    const turns = [
      new HumanMessage('My name is Ada'),
      new AIMessage('Hello Ada'),
      new HumanMessage('What is my name?'),
    ];
    expect(said(await make().invoke(turns))).toContain('Ada');
  });

  test('two messages of one role stand after one another', async () => {
    const turns = [new SystemMessage('You are kind.'), new HumanMessage('Hello'), new HumanMessage('Say "again"')];
    expect(said(await make().invoke(turns))).toBe('again');
  });

  test('usage and the model are told', async () => {
    const message = await make().invoke('Hello');
    const { input_tokens: input = 0, output_tokens: output = 0, total_tokens: total } = message.usage_metadata ?? {};
    expect(input).toBeGreaterThan(0);
    expect(output).toBeGreaterThan(0);
    expect(total).toBe(input + output);
    expect(message.response_metadata['model']).not.toBe('');
    expect(message.response_metadata['model_name']).toBe(message.response_metadata['model']);
  });

  test('usage is told once in a stream', async () => {
    const told: number[] = [];
    const all: AIMessageChunk[] = [];
    for await (const chunk of await make().stream('Hello')) {
      all.push(chunk);
      if (chunk.usage_metadata !== undefined) told.push(chunk.usage_metadata.total_tokens);
    }
    expect(told).toHaveLength(1);
    const whole = all.reduce((one, other) => one.concat(other));
    expect(whole.usage_metadata?.total_tokens).toBe(told[0]);
    expect(whole.response_metadata['model']).not.toBe('');
  });

  test('a stop text ends the answer before it', async () => {
    const message = await make().invoke('Say "one two three"', { stop: ['two'] });
    expect(said(message).trim()).toBe('one');
    const streamed = await gathered(await make().stream('Say "one two three"', { stop: ['two'] }));
    expect(streamed.text.trim()).toBe('one');
  });

  test('events of version 2 begin, stream and end', async () => {
    const seen = new Set<string>();
    for await (const { event } of make().streamEvents('Hello', { version: 'v2' })) seen.add(event);
    expect([...seen]).toEqual(['on_chat_model_start', 'on_chat_model_stream', 'on_chat_model_end']);
  });

  test('events of content blocks add up to the message', async () => {
    const stream = make().streamEvents('Say "block by block"');
    const events: string[] = [];
    for await (const { event } of stream) events.push(event);
    expect(events[0]).toBe('message-start');
    expect(events.at(-1)).toBe('message-finish');
    const message = await stream;
    expect(message.text).toBe('block by block');
    expect(message.usage_metadata?.total_tokens).toBeGreaterThan(0);
    expect(message.response_metadata['model']).not.toBe('');
  });

  test('complex messages come from the cache', async () => {
    const model = make({ cache: new InMemoryCache() });
    const turns = [
      new HumanMessage({
        content: [
          { type: 'text', text: 'Tell me ' },
          { type: 'text', text: 'a story' },
        ],
      }),
    ];
    const first = await model.invoke(turns);
    const second = await model.invoke(turns);
    expect(second.content).toEqual(first.content);
    expect(second.usage_metadata?.total_tokens).toBe(0);
  });
}

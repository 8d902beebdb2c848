import { validateDataset } from '@colloquy/core/dataset';
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toFineTuningExample, writeFineTuningFile } from '../index.ts';

const add = tool(async ({ a }) => String(a), { name: 'add', description: 'Adds', schema: z.object({ a: z.number() }) });

const CONVERSATION = [
  new SystemMessage('Be brief.'),
  new HumanMessage('What is 3 + 4?'),
  new AIMessage({
    content: '',
    tool_calls: [{ id: 'call_1', name: 'add', args: { a: 3 } }],
    additional_kwargs: { weight: 0, reasoning_content: 'hm' },
  }),
  new ToolMessage({ content: '7', tool_call_id: 'call_1' }),
  new AIMessage('Seven.'),
];

test('a conversation with tools is an example, with its weights and without its reasoning', () => {
  expect(toFineTuningExample(CONVERSATION, { tools: [add], parallelToolCalls: false })).toEqual({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 3 + 4?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":3}' } }],
        weight: 0,
      },
      { role: 'tool', content: '7', tool_call_id: 'call_1' },
      { role: 'assistant', content: 'Seven.' },
    ],
    tools: [{ type: 'function', function: expect.objectContaining({ name: 'add', description: 'Adds' }) }],
    parallel_tool_calls: false,
  });
});

test('only the last answer is learned where that is wanted', () => {
  const { messages } = toFineTuningExample(
    [
      ['human', 'a'],
      ['ai', 'b'],
      ['human', 'c'],
      ['ai', 'd'],
    ],
    { lastOnly: true },
  );
  expect(messages.map(({ weight }) => weight)).toEqual([undefined, 0, undefined, undefined]);
});

test.each([
  [[new HumanMessage('a')], 'messages'],
  [
    [new HumanMessage({ content: 'a', additional_kwargs: { weight: 1 } }), new AIMessage('b')],
    'messages[0].additional_kwargs.weight',
  ],
  [
    [new HumanMessage('a'), new AIMessage({ content: 'b', additional_kwargs: { weight: 2 } })],
    'messages[1].additional_kwargs.weight',
  ],
])('what cannot be learned is refused by its place: %#', (messages, param) => {
  expect(() => toFineTuningExample(messages)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
});

test('a file of conversations and examples is valid, in constant memory, and can be read again', async () => {
  const conversations = {
    *[Symbol.iterator]() {
      for (let at = 0; at < 5_000; at += 1) yield at % 2 ? CONVERSATION : toFineTuningExample(CONVERSATION);
    },
  };
  const file = writeFineTuningFile(conversations, { tools: [add] });
  expect(await validateDataset(file)).toMatchObject({ valid: true, examples: 5_000, errorCount: 0 });
  let pieces = 0;
  for await (const piece of file) {
    pieces += 1;
    expect(piece.byteLength).toBeLessThan(128 * 1024);
  }
  expect(pieces).toBeGreaterThan(5);
});

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import type { ChatModelStreamEvent } from '@langchain/core/language_models/event';
import {
  openAIReasoningTextChunks,
  openAITextOnlyChunksWithUsage,
  openAIToolCallChunks,
  sseResponseFromOpenAIChunks,
} from '@langchain/core/testing';
import { expect, test } from 'vitest';
import '../../test/matchers.ts';
import { ChatColloquy } from '../index.ts';

// The streams are LangChain's own fixtures, and so are the matchers.
function answering(chunks: readonly unknown[]): ChatColloquy {
  const fetch = (async () => sseResponseFromOpenAIChunks(chunks as never)) as typeof globalThis.fetch;
  return new ChatColloquy('test-model', { client: createClient({ provider: openai, apiKey: 'test', fetch }) });
}

test('text adds up, with its usage', async () => {
  const stream = answering(openAITextOnlyChunksWithUsage()).streamEvents('?');
  await expect(stream).toHaveStreamText('Hello world');
  await expect(stream).toHaveStreamUsage({ input_tokens: 10, output_tokens: 2, total_tokens: 12 });
  await expect(stream).toHaveStreamOutput({
    id: 'chatcmpl-text',
    text: 'Hello world',
    responseMetadata: { model: 'test-model', finish_reason: 'stop' },
  });
});

test('reasoning comes before the text, and adds up', async () => {
  const stream = answering(openAIReasoningTextChunks()).streamEvents('?');
  await expect(stream).toHaveStreamReasoning('Let me reason...');
  await expect(stream).toHaveStreamText('Answer.');
});

test('a tool call is whole at the end', async () => {
  const stream = answering(openAIToolCallChunks()).streamEvents('?');
  await expect(stream).toHaveStreamToolCalls([{ name: 'web_search', args: { query: 'weather' } }]);
  await expect(stream).toHaveStreamOutput({
    text: 'Let me search.',
    toolCalls: [{ name: 'web_search', args: { query: 'weather' } }],
  });
});

test('every block begins, goes on and ends, in this order', async () => {
  const order = new Map<number, string[]>();
  const kinds: string[] = [];
  for await (const event of answering(openAIToolCallChunks()).streamEvents('?')) {
    kinds.push(event.event);
    const { index } = event as Extract<ChatModelStreamEvent, { index: number }>;
    if (index !== undefined) order.set(index, [...(order.get(index) ?? []), event.event]);
  }
  expect([kinds[0], kinds.at(-1)]).toEqual(['message-start', 'message-finish']);
  expect(order.size).toBe(2);
  for (const events of order.values()) {
    expect(events[0]).toBe('content-block-start');
    expect(events.at(-1)).toBe('content-block-finish');
    expect(new Set(events.slice(1, -1))).toEqual(new Set(['content-block-delta']));
  }
});

test('arguments that are no JSON are an invalid call', async () => {
  const fragment = { index: 0, id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":' } };
  const chunks = [
    { id: 'x', choices: [{ index: 0, delta: { tool_calls: [fragment] }, finish_reason: null }] },
    { id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'length' }] },
  ];
  const message = await answering(chunks).streamEvents('?');
  expect(message.contentBlocks).toEqual([
    expect.objectContaining({ type: 'invalid_tool_call', name: 'add', args: '{"a":' }),
  ]);
  expect(message.response_metadata['finish_reason']).toBe('length');
});

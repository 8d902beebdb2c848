import { AIMessageChunk } from '@langchain/core/messages';
import { concat } from '@langchain/core/utils/stream';
import { expect, test } from 'vitest';
import { ColloquyMessageChunk } from './colloquy-message-chunk.ts';

const fragment = (args: string, first = false) =>
  new ColloquyMessageChunk({
    content: '',
    tool_call_chunks: [{ type: 'tool_call_chunk', index: 0, args, ...(first ? { id: 'call_1', name: 'write' } : {}) }],
  });

/** A call whose arguments came in this many pieces, added up one by one. */
function added(pieces: number): AIMessageChunk {
  let all = fragment('{"text":"', true);
  for (let at = 0; at < pieces; at += 1) all = concat(all, fragment('abcdefgh'));
  return concat(all, fragment('"}'));
}

test('it is LangChain’s chunk to everybody who looks', () => {
  const chunk = fragment('{}', true);
  expect(AIMessageChunk.isInstance(chunk)).toBe(true);
  expect(chunk).toBeInstanceOf(AIMessageChunk);
  expect(chunk.toJSON()).toMatchObject({
    id: ['langchain_core', 'messages', 'AIMessageChunk'],
    kwargs: { tool_calls: [{ name: 'write' }] },
  });
});

test('pieces of a call add up to the call, parsed as far as they go', () => {
  const begun = concat(fragment('{"text":"', true), fragment('half'));
  expect(begun.tool_calls).toEqual([{ type: 'tool_call', id: 'call_1', name: 'write', args: { text: 'half' } }]);
  expect(added(1).tool_calls?.[0]?.args).toEqual({ text: 'abcdefgh' });
});

test('adding up many pieces of a call costs what they are long, and not its square', () => {
  const cost = (pieces: number) => {
    const began = performance.now();
    expect(added(pieces).tool_calls?.[0]?.args['text']).toHaveLength(pieces * 8);
    return performance.now() - began;
  };
  cost(2_000);
  const once = Math.max(1, Math.min(cost(2_000), cost(2_000), cost(2_000)));
  const eightfold = Math.min(cost(16_000), cost(16_000), cost(16_000));
  // The square would be 64 times as much.
  expect(eightfold / once).toBeLessThan(30);
});

test('calls may be set, and usage is added only where both have it', () => {
  const chunk = fragment('{}', true);
  chunk.tool_calls = [];
  expect(chunk.tool_calls).toEqual([]);
  const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };
  const counted = new ColloquyMessageChunk({ content: 'a', usage_metadata: usage });
  expect(concat(fragment('{}', true), counted).usage_metadata).toEqual(usage);
  expect(concat(counted, counted).usage_metadata).toMatchObject({ total_tokens: 6 });
});

import type { AIMessageChunk } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { chunk, events, finish, httpService } from '../../test/http-service.ts';
import { ChatColloquy, type ChatColloquyFields } from '../index.ts';

const WORDS = Array.from({ length: 20 }, (_, index) => chunk({ content: `${index} ` }));
const fragment = (args: string, more = {}) =>
  chunk({ tool_calls: [{ index: 0, function: { arguments: args }, ...more }] });
const ARGS = [
  fragment('{"text":"', { id: 'c1', function: { name: 'write', arguments: '{"text":"' } }),
  ...Array.from({ length: 50 }, () => fragment('ab')),
  fragment('"}'),
];

/** The chunks of an answer that comes in one write. */
async function chunksOf(items: unknown[], coalesce?: ChatColloquyFields['coalesce']): Promise<AIMessageChunk[]> {
  await using service = await httpService((response) => events(response, items));
  const model = new ChatColloquy({
    model: 'm',
    baseURL: service.url,
    apiKey: null,
    ...(coalesce === undefined ? {} : { coalesce }),
  });
  const chunks: AIMessageChunk[] = [];
  for await (const piece of await model.stream('?')) chunks.push(piece);
  return chunks;
}

test('one read is one chunk', async () => {
  const chunks = await chunksOf([...WORDS, finish()]);
  expect(chunks.length).toBeLessThan(4);
  expect(chunks.map(({ text }) => text).join('')).toHaveLength(50);
});

test.each([[false], [{ text: false }]] as const)('coalesce: %o hands every delta on by itself', async (coalesce) => {
  const chunks = await chunksOf([...WORDS, finish()], coalesce);
  expect(chunks.filter(({ text }) => text !== '').map(({ text }) => text)).toEqual(
    WORDS.map((_, index) => `${index} `),
  );
});

test('arguments can be held back until enough are together, and none are lost', async () => {
  const chunks = await chunksOf([...ARGS, finish('tool_calls')], { text: false, toolArgs: 32 });
  const pieces = chunks.flatMap(({ tool_call_chunks: some = [] }) => some);
  expect(pieces.length).toBeLessThan(6);
  expect(chunks.reduce((one, other) => one.concat(other)).tool_calls).toEqual([
    { type: 'tool_call', id: 'c1', name: 'write', args: { text: 'ab'.repeat(50) } },
  ]);
});

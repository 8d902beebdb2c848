import { expect, test } from 'vitest';
import { createClient, EventStream, ServerEvent, type Transport } from '../index.ts';
import { openai } from '../providers/index.ts';

const chunk = (content: string, finish: string | null = null) =>
  ServerEvent.of({ id: 'c', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] });

/** A service whose answer comes in these reads; `[DONE]` is in the last. */
function reads(...batches: ServerEvent[][]): Transport {
  return async () => ({ status: 200, headers: {}, body: EventStream.from(batches.map((events) => ({ events }))) });
}

const stream = (transport: Transport) =>
  createClient({ provider: openai, transport }).chat.completions.stream({ model: 'm', messages: [] });

const done = ServerEvent.read('[DONE]');

test('the items of one read come together, and the stream knows when it is over', async () => {
  const items = await stream(reads([chunk('a'), chunk('b')], [chunk('c')], [chunk('d'), chunk('', 'stop'), done]));
  const seen: [string, boolean][] = [];
  for await (const batch of items.batches()) {
    seen.push([batch.map(({ choices }) => choices[0]?.delta.content).join(''), items.isOver]);
  }
  expect(seen).toEqual([
    ['ab', false],
    ['c', false],
    ['d', true],
  ]);
  expect((await items.final()).choices[0]?.message.content).toBe('abcd');
});

test('what came before an error in one read is handed on before the error', async () => {
  const items = await stream(reads([chunk('a')], [chunk('b'), ServerEvent.of({ error: { message: 'no more' } })]));
  const seen: number[] = [];
  const read = async () => {
    for await (const batch of items.batches()) seen.push(batch.length);
  };
  await expect(read()).rejects.toMatchObject({ partial: { content: 'ab' } });
  expect(seen).toEqual([1, 1]);
  expect(items.isOver).toBe(false);
});

test('leaving the loop ends the stream, which can be read only once', async () => {
  const items = await stream(reads([chunk('a')], [chunk('b')]));
  for await (const batch of items.batches()) {
    expect(batch).toHaveLength(1);
    break;
  }
  await expect(items.final()).rejects.toMatchObject({ code: 'aborted' });
  expect(() => items.batches()).toThrow(expect.objectContaining({ code: 'configuration' }));
});

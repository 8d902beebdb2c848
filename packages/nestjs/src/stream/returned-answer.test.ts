import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { expect, test } from 'vitest';
import type { Framed } from './framed.ts';
import { type ItemBatches, returnedAnswer } from './returned-answer.ts';

async function* none(): AsyncGenerator<never> {}

async function read(batches: ItemBatches): Promise<unknown[]> {
  const items: unknown[] = [];
  for (;;) {
    const result = await batches.next();
    if (result.done) return items;
    items.push(...result.value);
  }
}

test('a chat stream is items that a service has begun to answer with', async () => {
  const client = createClient({ provider: openai, transport: scriptedTransport([{ text: 'one two' }, { text: 'x' }]) });
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  const stream = await client.chat.completions.create({ model: 'm', messages, stream: true });
  const answer = returnedAnswer(stream, none());
  expect(answer).toMatchObject({ kind: 'items', begun: true });
  if (answer.kind === 'items') {
    const events = (await read(answer.batches))
      .map((framed) => String((framed as Framed).wire))
      .join('')
      .split('\n\n');
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.parse(events[0]?.slice('data: '.length) ?? '')).toMatchObject({ object: 'chat.completion.chunk' });
  }
  const whole = await client.chat.completions.create({ model: 'm', messages });
  expect(returnedAnswer(whole, none())).toEqual({ kind: 'whole', json: whole });
});

test('any other async iterable is items, and so are the values of an Observable', async () => {
  async function* letters() {
    yield 'a';
    yield 'b';
  }
  const iterable = returnedAnswer(letters(), none());
  expect(iterable).toMatchObject({ kind: 'items', begun: false });
  if (iterable.kind === 'items') expect(await read(iterable.batches)).toEqual(['a', 'b']);
  const values = returnedAnswer({ first: true }, letters());
  if (values.kind === 'items') expect(await read(values.batches)).toEqual([{ first: true }, 'a', 'b']);
});

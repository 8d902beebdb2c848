import { expect, test } from 'vitest';
import { eventBatch, headFirst } from './read-parts.ts';

const LONG = Array.from({ length: 100 }, (_, index) => `data: {"index":${index},"text":"ünlike"}\n\n`).join('');
const bytes = Buffer.from(LONG);

test('a long read comes in two parts, both of whole events, which together are the read', () => {
  const parts = [...headFirst(eventBatch([bytes, Buffer.from('data: last\n\n')]))];
  expect(parts).toHaveLength(2);
  expect(parts.flatMap(({ pieces }) => pieces?.map(String)).join('')).toBe(`${LONG}data: last\n\n`);
  const [head, rest] = parts.map(({ events }) => events);
  expect(head?.length).toBeLessThan(30);
  expect(head?.[0]?.json).toEqual({ index: 0, text: 'ünlike' });
  expect(rest?.[0]?.json).toEqual({ index: head?.length, text: 'ünlike' });
  expect(rest?.at(-1)?.data).toBe('last');
});

test.each([
  ['of one long event', eventBatch([Buffer.from(`data: ${'x'.repeat(5_000)}\n\n`)])],
  ['that is short', eventBatch([bytes.subarray(0, 48)])],
  ['that is parsed already', { events: [] }],
])('a read %s stays whole', (_, batch) => {
  expect([...headFirst(batch)]).toEqual([batch]);
});

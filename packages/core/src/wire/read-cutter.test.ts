import { expect, test } from 'vitest';
import { parseEvents } from './parse-events.ts';
import { ReadCutter } from './read-cutter.ts';
import { holdsEvents } from './whole-read.ts';

const WIRE = Buffer.from('data: {"a":1}\n\n: note\n\nevent: x\ndata: {"b":"ü"}\n\ndata: [DONE]\n\n');

test('however a stream is cut into reads, its pieces are whole events and add up to it', () => {
  for (let first = 0; first <= WIRE.length; first += 1) {
    for (let second = first; second <= WIRE.length; second += 1) {
      const cutter = new ReadCutter();
      const reads = [WIRE.subarray(0, first), WIRE.subarray(first, second), WIRE.subarray(second)];
      const pieces: Uint8Array[] = [];
      for (const read of reads) pieces.push(...(cutter.cut(read) as Uint8Array[]));
      expect(Buffer.concat(pieces).toString()).toBe(WIRE.toString());
      expect(cutter.takeRest()).toBeUndefined();
      for (const piece of pieces) expect(Buffer.from(piece).toString()).toMatch(/^(data|event|:)[\s\S]*\n\n$/);
    }
  }
});

test.each([
  ['whose lines end in another way', 'data: {"a":', '1}\r\n\r\n'],
  ['that is long', `data: "${'x'.repeat(40_000)}`, `${'x'.repeat(40_000)}`],
])('an event %s is left to a parser, with what came of it before', (_, first, second) => {
  const cutter = new ReadCutter();
  expect(cutter.cut(Buffer.from(first))).toEqual([]);
  expect(cutter.cut(Buffer.from(second))).toBeUndefined();
  expect(String(Buffer.from(cutter.takeRest() ?? []))).toBe(first);
});

test('no more is held back than an event may have', () => {
  const cutter = new ReadCutter(16);
  expect(cutter.cut(Buffer.from('data: {"a":1,"b":2}'))).toBeUndefined();
});

test('however a stream is cut into reads, its events are the same, and its bytes go on in their order', async () => {
  const events = ['{"a":1}', '{"b":"ü"}', '[DONE]'];
  for (let first = 0; first <= WIRE.length; first += 1) {
    async function* reads() {
      yield WIRE.subarray(0, first);
      yield WIRE.subarray(first);
    }
    const seen: string[] = [];
    const bytes: Uint8Array[] = [];
    for await (const batch of parseEvents(reads())) {
      expect(holdsEvents(batch)).toBe(batch.events.length > 0);
      seen.push(...batch.events.map(({ data }) => data));
      bytes.push(...(batch.pieces ?? [batch.bytes as Uint8Array]));
    }
    expect(seen).toEqual(events);
    expect(Buffer.concat(bytes).toString()).toBe(WIRE.toString());
  }
});

test.each([
  ['data: {}\n\n', true],
  ['event: a\ndata: {}\n\n', true],
  [': keep-alive\n\n', false],
  ['data:\n\n', false],
  ['data: \n\n', false],
  [': data: {}\n\n', false],
])('%j holds events: %s', async (wire, expected) => {
  async function* read() {
    yield Buffer.from(wire);
  }
  for await (const batch of parseEvents(read())) {
    expect(batch.pieces).toHaveLength(1);
    expect(holdsEvents(batch)).toBe(expected);
  }
});

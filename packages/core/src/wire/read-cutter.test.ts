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
      for (const read of reads) {
        const cut = cutter.cut(read);
        // What no event ends in is left to a parser, with the rest; here it is cut again with the next read.
        if (cut.length === 0 && read.length > 0) break;
        pieces.push(...cut);
      }
      const whole = Buffer.concat(pieces).toString();
      expect(WIRE.toString().startsWith(whole)).toBe(true);
      for (const piece of pieces) expect(Buffer.from(piece).toString()).toMatch(/^(data|event|:)[\s\S]*\n\n$/);
    }
  }
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

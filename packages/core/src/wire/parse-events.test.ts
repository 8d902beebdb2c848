import { describe, expect, test } from 'vitest';
import { rechunk } from '../testing/rechunk.ts';
import { eventReader, parseEvents } from './parse-events.ts';

/** What a server wrote, and the events it stands for: their data, or name and data. */
type Vector = readonly [name: string, wire: string | Uint8Array, events: readonly (string | [string, string])[]];

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);
const raw = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...bytesOf(part)] : part)));
const BOM = [0xef, 0xbb, 0xbf];

const VECTORS: readonly Vector[] = [
  // Ends of lines
  ['LF', 'data: one\n\ndata: two\n\n', ['one', 'two']],
  ['CRLF', 'data: one\r\n\r\ndata: two\r\n\r\n', ['one', 'two']],
  ['CR', 'data: one\r\rdata: two\r\r', ['one', 'two']],
  ['all three in one event', 'data: one\r\ndata: two\rdata: three\n\r\n', ['one\ntwo\nthree']],
  ['LF and CR, which are two', 'data: one\n\rdata: two\r\n\n', ['one', 'two']],
  ['many blank lines', '\n\n\ndata: one\n\n\n\n\ndata: two\n\n\n', ['one', 'two']],
  [
    'line separators of other alphabets, which are text',
    'data: a\u2028b\u2029c\u0085d\n\n',
    ['a\u2028b\u2029c\u0085d'],
  ],
  // Bytes
  ['a byte order mark', raw(BOM, 'data: one\n\n'), ['one']],
  ['two byte order marks, the second of which is text', raw(BOM, BOM, 'data: one\n\ndata: two\n\n'), ['two']],
  [
    'a byte order mark later on, which is text',
    raw('data: one\n\n', BOM, 'data: two\n\ndata: three\n\n'),
    ['one', 'three'],
  ],
  ['only a byte order mark', raw(BOM), []],
  ['characters of two, three and four bytes', 'data: é漢𝄞👩‍🔬\n\n', ['é漢𝄞👩‍🔬']],
  ['bytes that are no UTF-8', raw('data: a', [0xff], 'b', [0xc0, 0xaf], '\n\n'), ['a\ufffdb\ufffd\ufffd']],
  ['a character that breaks off', raw('data: ', [0xf0, 0x9f], 'x\n\n'), ['\ufffdx']],
  ['NUL', 'data: a\u0000b\n\n', ['a\u0000b']],
  // Fields
  ['no space after the colon', 'data:one\n\n', ['one']],
  ['two spaces, of which one counts', 'data:  one\n\n', [' one']],
  ['a tab, which stays', 'data:\tone\n\n', ['\tone']],
  ['spaces at the end, which stay', 'data: one  \n\n', ['one  ']],
  ['several data lines', 'data: one\ndata\ndata: three\n\n', ['one\n\nthree']],
  ['a colon in the data', 'data: a: b:c\n\n', ['a: b:c']],
  ['unknown fields', 'x: 1\nfoo\n data: no\nDATA: no\ndata: yes\n\n', ['yes']],
  ['a name', 'event: first\ndata: one\n\ndata: two\n\n', [['first', 'one'], 'two']],
  ['two names, of which the last counts', 'event: a\nevent: b\ndata: one\n\n', [['b', 'one']]],
  ['a name without data, which names nothing else', 'event: a\n\ndata: one\n\n', ['one']],
  ['the name behind the data', 'data: one\nevent: a\n\n', [['a', 'one']]],
  ['ids and retry, which are of no use here', 'id: 7\nretry: 10\ndata: one\n\nid\nretry: x\n\n', ['one']],
  // What is no event
  ['comments', ': hello\n\n:\n: \ndata: one\n: between\ndata: two\n\n', ['one\ntwo']],
  ['empty data, with which gateways keep a connection open', 'data:\n\ndata: \n\ndata\n\ndata: one\n\n', ['one']],
  // The end
  ['an end inside a line that is no JSON', 'data: one\n\ndata: tw', ['one']],
  ['an end inside JSON', 'data: {"a":1}\n\ndata: {"a":', ['{"a":1}']],
  ['an end that lacks one line end', 'data: {"a":1}\n', ['{"a":1}']],
  ['an end that lacks both', 'data: {"a":1}', ['{"a":1}']],
  ['[DONE] without its blank line', 'data: {"a":1}\n\ndata: [DONE]', ['{"a":1}', '[DONE]']],
  ['an end inside a comment', ': pi', []],
  ['nothing', '', []],
];

function read(pieces: readonly Uint8Array[]): (string | [string, string])[] {
  const reader = eventReader();
  return [...pieces.flatMap((piece) => reader(piece)), ...reader(undefined)].map(({ name, data }) =>
    name === undefined ? data : [name, data],
  );
}

describe('server-sent events', () => {
  test.each(VECTORS)('%s: the same events wherever the bytes are cut', (_, wire, events) => {
    const bytes = bytesOf(wire);
    expect(read([bytes])).toEqual(events);
    expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(events);
    }
  });

  test('a line of 1 MiB in small pieces takes no longer than its bytes', () => {
    const bytes = bytesOf(`data: "${'a'.repeat(1024 * 1024)}"\n\n`);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 256) pieces.push(bytes.subarray(at, at + 256));
    const began = performance.now();
    expect((read(pieces)[0] as string).length).toBe(1024 * 1024 + 2);
    // Joining the pieces anew at each read would take 4,096 times half a MiB: seconds.
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('one event may have 100,000 data lines', () => {
    expect((read([bytesOf(`${'data:x\n'.repeat(100_000)}\n`)])[0] as string).length).toBe(199_999);
  });

  test('an event beyond the limit is `too_large`, and no more is read', async () => {
    let left = false;
    async function* endless() {
      try {
        yield bytesOf('data: ');
        for (;;) yield bytesOf('x'.repeat(1000));
      } finally {
        left = true;
      }
    }
    const reading = (async () => {
      for await (const _ of parseEvents(endless(), 10_000));
    })();
    await expect(reading).rejects.toMatchObject({ code: 'too_large' });
    expect(left).toBe(true);
  });

  test('an event of exactly the limit is read', () => {
    const reader = eventReader(1000);
    expect(reader(bytesOf(`data: ${'x'.repeat(900)}\n\n`))).toHaveLength(1);
  });

  test('a batch is what one read completed, with the bytes of its events as they came', async () => {
    const wire = bytesOf('data: one\n\ndata: two\n\ndata: th');
    const batches = [];
    for await (const batch of parseEvents(rechunk(bytesOf(`${new TextDecoder().decode(wire)}ree\n\n`), wire.length))) {
      batches.push({ data: batch.events.map(({ data }) => data), bytes: batch.bytes?.length });
    }
    expect(batches).toEqual([
      { data: ['one', 'two'], bytes: wire.length - 'data: th'.length },
      { data: ['three'], bytes: 'data: three\n\n'.length },
    ]);
  });

  test('leaving the loop leaves the bytes', async () => {
    let left = false;
    async function* bytes() {
      try {
        for (;;) yield bytesOf('data: one\n\n');
      } finally {
        left = true;
      }
    }
    for await (const _ of parseEvents(bytes())) break;
    expect(left).toBe(true);
  });

  test('a source that fails, and cannot be let go of either, rejects with its failure', async () => {
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('broken')),
        return: () => Promise.reject(new Error('stuck')),
      }),
    };
    await expect(parseEvents(source)[Symbol.asyncIterator]().next()).rejects.toThrow('broken');
  });
});

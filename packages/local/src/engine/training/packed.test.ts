import { expect, test } from 'vitest';
import { pack, unpack } from './packed.ts';

test('what is packed comes out again, whatever the length of the header', () => {
  for (const name of ['', 'a', 'ab', 'abc', '\u00e9\u{1F600}']) {
    const bytes = pack({ name }, [new Float32Array([1.5, -2]), new Float32Array([0.1])]);
    // A view that does not begin at a multiple of four, as a file's buffer may hand out.
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(unpack(shifted.subarray(1))).toEqual({ header: { name }, numbers: new Float32Array([1.5, -2, 0.1]) });
  }
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['zeros', new Uint8Array(64)],
  ['a block that was cut off', pack({ a: 1 }, [new Float32Array(4)]).subarray(0, -3)],
  ['a header that claims too much', Uint8Array.from([0x43, 0x4c, 0x51, 0x50, 255, 255, 255, 255, 0, 0, 0, 0])],
  ['a header that is not JSON', Uint8Array.from([0x43, 0x4c, 0x51, 0x50, 4, 0, 0, 0, 1, 2, 3, 4])],
])('%s is not unpacked', (_, bytes) => {
  expect(unpack(bytes)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { textLines } from './text-lines.ts';

async function linesOf(...pieces: Uint8Array[]): Promise<string[]> {
  async function* source() {
    yield* pieces;
  }
  const lines: string[] = [];
  for await (const line of textLines(source())) lines.push(line);
  return lines;
}

test('however a text is cut into pieces, its lines are the same', async () => {
  const text = 'one\n\ntwö\r\nthree\nfour';
  const bytes = Buffer.from(text);
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(await linesOf(...pieces)).toEqual(text.split('\n'));
    }
  }
});

test('a line break at the end begins no line', async () => {
  expect(await linesOf(Buffer.from('one\n'))).toEqual(['one']);
});

test('what is no UTF-8 is refused, also at the end', async () => {
  const refused = { status: 400, param: 'input_file_id' };
  await expect(linesOf(Buffer.from([0x61, 0xff]))).rejects.toMatchObject(refused);
  await expect(linesOf(Buffer.from([0x61, 0xc3]))).rejects.toMatchObject(refused);
});

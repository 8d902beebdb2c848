import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { socketBytes } from './socket-bytes.ts';

/** Unlike `once`, which an error rejects. */
function closing(stream: PassThrough): Promise<void> {
  return new Promise((resolve) => stream.once('close', resolve));
}

async function readAll(source: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const bytes of source) text += Buffer.from(bytes).toString();
  return text;
}

test('a stream that breaks before anybody reads it rejects its reader, and ends no process', async () => {
  const stream = new PassThrough();
  const source = socketBytes(stream);
  const closed = closing(stream);
  stream.destroy(new Error('reset'));
  await closed;
  await expect(readAll(source)).rejects.toThrow('reset');
});

test('a stream that is closed without a word before anybody reads it rejects its reader', async () => {
  const stream = new PassThrough();
  const source = socketBytes(stream);
  const closed = closing(stream);
  stream.destroy();
  await closed;
  await expect(readAll(source)).rejects.toThrow('closed before the end');
});

test('a stream that was broken when it came rejects its reader', async () => {
  const stream = new PassThrough();
  stream.on('error', () => undefined);
  stream.destroy(new Error('reset'));
  await closing(stream);
  await expect(readAll(socketBytes(stream))).rejects.toThrow('reset');
});

test('what was written before anybody reads is there for the reader', async () => {
  const stream = new PassThrough();
  const source = socketBytes(stream);
  stream.end('all of it');
  expect(await readAll(source)).toBe('all of it');
});

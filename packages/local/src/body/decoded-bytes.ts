import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '../refusal/refusal.ts';
import { tooLarge } from '../refusal/refusals.ts';

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Bytes with their content coding undone, bounded by the decoded size: a bomb is cut off, not unpacked.
 *
 * Refuses with 413 beyond `limit`, 415 for a coding it does not know, 400 for bytes that are not of their coding.
 */
export async function* decodedBytes(
  bytes: AsyncIterable<Uint8Array>,
  coding: string | undefined,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of decoded(bytes, coding)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    yield chunk;
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, coding = 'identity'): AsyncGenerator<Uint8Array> {
  const name = coding.trim().toLowerCase();
  if (name === 'identity' || name === '') return yield* bytes;
  const decoder = DECODERS[name]?.();
  if (!decoder)
    throw new Refusal(415, `The content coding '${name.slice(0, 40)}' is not supported; send gzip, br or none.`);
  const source = Readable.from(bytes);
  source.on('error', (error) => (decoder as unknown as Readable).destroy(error));
  try {
    yield* source.pipe(decoder) as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, `The request body is not valid ${name}.`);
  } finally {
    source.destroy();
  }
}

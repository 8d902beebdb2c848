import { ColloquyError } from '../errors/index.ts';
import { lookUp } from '../wire/look-up.ts';
import { socketBytes } from './socket-bytes.ts';

/** A body without its `content-encoding`; rejects with `truncated` where it is cut off or not what its header says. */
export async function decodeContent(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  const [zlib, { Readable, pipeline }] = await Promise.all([import('node:zlib'), import('node:stream')]);
  const decoders: Readonly<Record<string, () => import('node:zlib').Gunzip | import('node:zlib').BrotliDecompress>> = {
    gzip: () => zlib.createGunzip(),
    'x-gzip': () => zlib.createGunzip(),
    deflate: () => zlib.createInflate(),
    br: () => zlib.createBrotliDecompress(),
  };
  const create = lookUp(decoders, name);
  if (create === undefined) {
    throw new ColloquyError('content_type', `the answer is encoded as "${name}", which is not gzip, deflate or br`);
  }
  const decoder = create();
  // The failure reaches the reader through `decoder`; without a callback the pipeline would throw it at nobody.
  pipeline(Readable.from(body), decoder, () => undefined);
  return socketBytes(decoder);
}

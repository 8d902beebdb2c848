import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { refusal } from '../relay/refusal.ts';

const DECODERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The body of a request, whole and with its content coding undone.
 *
 * `limit` bounds the decoded size, so that a bomb is cut off and not unpacked. Refuses with 413 beyond it, 415 for a
 * coding it does not know, 400 for bytes that are not of their coding or a body that broke off. The socket stays open
 * for the answer.
 */
export async function decodedBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const isPlain = coding === '' || coding === 'identity';
  const decoder = isPlain ? undefined : DECODERS[coding]?.();
  if (!isPlain && decoder === undefined) {
    throw refusal(415, 'The content coding of the request is not supported; send gzip, br, deflate or none.');
  }
  if (announced > limit) throw tooLarge(limit);
  if (isPlain && request.complete) return arrived(request, limit);

  const source: Readable = decoder === undefined ? request : request.pipe(decoder);
  const parts: Buffer[] = [];
  let size = 0;
  return new Promise<Buffer>((resolve, reject) => {
    const end = (settle: () => void) => {
      source.off('data', onData).off('end', onEnd).off('error', onError);
      request.off('close', onClose);
      if (decoder !== undefined) {
        request.unpipe(decoder);
        decoder.on('error', () => undefined).destroy();
      }
      settle();
    };
    const onData = (part: Buffer) => {
      size += part.byteLength;
      if (size > limit) end(() => reject(tooLarge(limit)));
      else parts.push(part);
    };
    const onEnd = () => end(() => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    const onError = () => end(() => reject(refusal(400, `The request body is not valid ${coding || 'HTTP'}.`)));
    const onClose = () => end(() => reject(refusal(400, 'The request body broke off before its end.')));
    source.on('data', onData).on('end', onEnd).on('error', onError);
    if (decoder === undefined) request.on('close', onClose);
    else request.on('error', onError).on('close', () => !request.complete && onClose());
  });
}

/** A body that came with its headers, as most do: taking it costs a fraction of listening for it. */
function arrived(request: IncomingMessage, limit: number): Buffer {
  const bytes: Buffer = request.read() ?? Buffer.alloc(0);
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

function tooLarge(limit: number): Error {
  return refusal(413, `The request body is larger than ${limit} bytes.`, { apiCode: 'request_too_large' });
}

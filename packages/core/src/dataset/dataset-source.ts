import { ColloquyError } from '../errors/index.ts';

/** Where a training file comes from: its bytes, a `Blob` or `File`, or a path on this machine. */
export type DatasetSource = AsyncIterable<Uint8Array> | Blob | string;

/** The bytes of a training file; a path is opened when first read, and rejects with `configuration` naming it. */
export function bytesOf(source: DatasetSource): AsyncIterable<Uint8Array> {
  if (typeof source === 'string') return fileBytes(source);
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return source;
    if (typeof source.stream === 'function') return source.stream() as unknown as AsyncIterable<Uint8Array>;
  }
  throw new ColloquyError('configuration', '`source` must be a path, a Blob, or an AsyncIterable of Uint8Array', {
    param: 'source',
  });
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  // Loaded here so that checking bytes needs no file system.
  const { createReadStream } = await import('node:fs');
  try {
    yield* createReadStream(path, { highWaterMark: 256 * 1024 });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ColloquyError('configuration', `cannot read the dataset ${path} (${error.code}); check the path`, {
      param: 'source',
      cause: error,
    });
  }
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

import { ColloquyError } from '../errors/index.ts';
import type { ReleasableBytes } from '../wire/index.ts';

/** A file to upload: a path, a Blob or File, bytes, a Node read stream, or any stream of bytes. */
export type Uploadable = string | Blob | Uint8Array | AsyncIterable<Uint8Array>;

/** A file, opened as often as it can be. */
export interface UploadSource {
  readonly filename: string;
  /** In bytes; absent where only reading tells. */
  readonly size: number | undefined;
  /** Whether `open` works more than once, so that a failed upload can be sent again. */
  readonly replayable: boolean;
  open(): AsyncIterable<Uint8Array>;
  /** Takes each piece back once it has been sent, where the source can use its memory again. */
  readonly release?: (bytes: Uint8Array) => void;
}

/** Bytes read from a file at a time: with less, reading costs more than sending. */
const READ_BYTES = 256 * 1024;

/**
 * Looks at what is to be uploaded, without reading it.
 *
 * Rejects with `invalid_request`, naming the file, where a path leads to nothing that can be read.
 */
export async function uploadSource(file: Uploadable, filename?: string): Promise<UploadSource> {
  if (typeof file === 'string') return fromPath(file, filename);
  if (file instanceof Blob) {
    const name = filename ?? (file as Partial<File>).name ?? 'upload';
    return { filename: name, size: file.size, replayable: true, open: () => blobBytes(file) };
  }
  if (file instanceof Uint8Array) {
    return { filename: filename ?? 'upload', size: file.byteLength, replayable: true, open: () => once(file) };
  }
  if (typeof file === 'object' && file !== null && Symbol.asyncIterator in file) {
    const { path, on } = file as { path?: unknown; on?: (event: 'error', listener: () => void) => void };
    // A Node stream that breaks before it is read ends the process if nobody listens; reading it tells of it again.
    if (typeof on === 'function') on.call(file, 'error', () => undefined);
    const name = filename ?? (typeof path === 'string' ? baseName(path) : 'upload');
    const source = { filename: name, size: undefined, replayable: false, open: () => file };
    const { release } = file as ReleasableBytes;
    return release === undefined ? source : { ...source, release: (bytes) => release.call(file, bytes) };
  }
  throw new ColloquyError('invalid_request', '`file` must be a path, a Blob, bytes or a stream of bytes', {
    param: 'file',
  });
}

async function fromPath(path: string, filename?: string): Promise<UploadSource> {
  const { constants, promises, createReadStream } = await import('node:fs');
  let size: number;
  try {
    await promises.access(path, constants.R_OK);
    const stats = await promises.stat(path);
    if (!stats.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
    size = stats.size;
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? '';
    throw new ColloquyError('invalid_request', `the file "${path}" cannot be read (${code})`, { param: 'file', cause });
  }
  return {
    filename: filename ?? baseName(path),
    size,
    replayable: true,
    open: () => createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>,
  };
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) || 'upload';
}

async function* blobBytes(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += READ_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + READ_BYTES).arrayBuffer());
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

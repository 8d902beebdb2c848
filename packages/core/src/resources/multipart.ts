import { ColloquyError } from '../errors/index.ts';
import type { UploadSource } from './upload-source.ts';

/** A multipart form as a stream of bytes, with the headers that announce it. */
export interface MultipartBody {
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Uint8Array> & Pick<UploadSource, 'replayable' | 'release'>;
}

/** What is done with the file's bytes as they pass. */
export interface PassingBytes {
  /** Called with every piece of the file before it is sent. */
  each?(bytes: Uint8Array): void;
  /** Called after the last piece; what it throws ends the upload before the form is complete. */
  end?(): void;
  /** Called with what ends the form early, be it the file's or that of the two others. */
  fail?(error: unknown): void;
}

const encoder = new TextEncoder();

/**
 * A form with text fields and one file, never held in memory.
 *
 * The fields come before the file, because servers that stream an upload need to know its purpose first. The length is
 * announced where the file's size is known: some servers refuse a body of unknown length.
 */
export function multipart(
  fields: Readonly<Record<string, string>>,
  fileField: string,
  source: UploadSource,
  observe: () => PassingBytes = () => ({}),
): MultipartBody {
  const boundary = `colloquy-${crypto.randomUUID()}`;
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  const head = encoder.encode(
    `${texts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="${fileField}"; ` +
      `filename="${quoted(source.filename)}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const length = source.size === undefined ? undefined : head.byteLength + source.size + tail.byteLength;

  async function* bytes(): AsyncGenerator<Uint8Array> {
    const passing = observe();
    yield head;
    for await (const piece of piecesOf(source)) {
      passing.each?.(piece);
      yield piece;
    }
    passing.end?.();
    yield tail;
  }

  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(length === undefined ? {} : { 'content-length': String(length) }),
    },
    body: {
      replayable: source.replayable,
      ...(source.release === undefined ? {} : { release: source.release }),
      [Symbol.asyncIterator]: bytes,
    },
  };
}

/** The file's bytes; throws `invalid_request` where it cannot be read, or is not as long as was announced. */
async function* piecesOf({ filename, size, open }: UploadSource): AsyncGenerator<Uint8Array> {
  let read = 0;
  const changed = () => unreadable(`the file "${filename}" changed while it was being sent`);
  try {
    for await (const piece of open()) {
      read += piece.byteLength;
      if (size !== undefined && read > size) throw changed();
      yield piece;
    }
  } catch (cause) {
    if (ColloquyError.isInstance(cause)) throw cause;
    throw unreadable(`the file "${filename}" could not be read to its end`, cause);
  }
  if (size !== undefined && read < size) throw changed();
}

function unreadable(message: string, cause?: unknown): ColloquyError {
  return new ColloquyError('invalid_request', message, { param: 'file', cause });
}

/** Escapes a name as browsers do: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html. */
function quoted(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replace(/"/g, '%22');
}

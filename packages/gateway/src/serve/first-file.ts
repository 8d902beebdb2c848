import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { ApiError, ReleasableBytes } from '@colloquy/core';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { refusal } from '../relay/refusal.ts';
import { ReadMemory } from './read-memory.ts';

/** The text fields of a form by their names; one that came several times has all its values. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** The most characters of a text field. */
const MAX_FIELD_SIZE = 64 * 1024;

/** The file of a form, on its way. */
export interface FilePart {
  /** As the sender named it, without any path; a label and nothing more. */
  readonly filename: string;
  readonly mimeType: string;
  /** Its bytes; reading works once, and rejects with 413 beyond the limit and with 400 where the form breaks off. */
  readonly bytes: ReleasableBytes;
  /** The form's text fields, those after the file too; resolves at the end of the form, and so only once `bytes` are read. */
  readonly fields: Promise<FormFields>;
  /** What ended the file early; a service in this process would say of it only that the body broke off. */
  readonly failure: ApiError | undefined;
}

/** What a form may hold. */
export interface FormLimits {
  /** The name of the file's field. @default the first file's, whatever it is */
  readonly field?: string | undefined;
  /** The most bytes of the file. */
  readonly maxBytes: number;
  /** The media types that the file may be said to be. @default all */
  readonly mimeTypes?: readonly string[] | undefined;
}

/**
 * Reads a form up to its file, and hands the file on while it is still arriving.
 *
 * Other files are skipped. Rejects with 415 for what is no form or a file of another type, 400 for a broken form or one without the file.
 */
export function firstFile(request: IncomingMessage, { field, maxBytes, mimeTypes }: FormLimits): Promise<FilePart> {
  return new Promise((resolve, reject) => {
    const form = openForm(request);
    // The pipe listens too.
    const memory = new ReadMemory(request, 2);
    const fields = new Map<string, string[]>();
    const whole = Promise.withResolvers<FormFields>();
    // Who does not ask for the fields need not hear what was wrong with them.
    whole.promise.catch(() => undefined);
    let part: Readable | undefined;
    let failure: ApiError | undefined;

    const fail = (error: ApiError) => {
      if (failure !== undefined) return;
      failure = error;
      request.unpipe(form);
      // A form that broke off never ends its file by itself.
      part?.destroy(error);
      whole.reject(error);
      reject(error);
    };
    form.on('file', (name, stream, filename, _encoding, mimeType) => {
      if ((field !== undefined && name !== field) || part !== undefined) {
        stream.resume();
        return;
      }
      part = stream;
      // What nobody is reading yet must not fail at nobody.
      stream.on('error', () => undefined);
      if (mimeTypes !== undefined && !mimeTypes.includes(mimeType)) {
        fail(refusal(415, `The file is said to be ${mimeType}; send ${mimeTypes.join(' or ')}.`, { param: name }));
        return;
      }
      resolve({
        filename: filename || 'upload',
        mimeType,
        fields: whole.promise,
        bytes: { [Symbol.asyncIterator]: () => bounded(stream, maxBytes, fail), release: memory.release },
        get failure() {
          return failure;
        },
      });
    });
    form.on('field', (name, value, _nameIsCut, valueIsCut) => {
      if (valueIsCut)
        fail(refusal(413, `The field \`${name}\` is longer than ${MAX_FIELD_SIZE} bytes.`, { param: name }));
      fields.set(name, [...(fields.get(name) ?? []), value]);
    });
    form.on('error', (cause) => fail(refusal(400, 'The multipart form is broken.', { cause })));
    form.on('finish', () => {
      const where = field === undefined ? '' : ` in the field \`${field}\``;
      if (part === undefined) fail(refusal(400, `The form holds no file${where}.`, { param: field ?? 'file' }));
      whole.resolve(
        Object.fromEntries(
          [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
        ),
      );
    });
    request.once('close', () => {
      if (!request.complete) fail(refusal(400, 'The upload broke off before its end.'));
    });
    request.on('data', memory.note).pipe(form);
  });
}

function openForm(request: IncomingMessage): BusboyInstance {
  const contentType = request.headers['content-type'];
  if (!contentType?.toLowerCase().startsWith('multipart/form-data')) {
    throw refusal(415, 'Send the file as multipart/form-data.', { apiCode: 'unsupported_content_type' });
  }
  if (request.readableDidRead) {
    throw refusal(
      400,
      'The form was read before it got here; mount this route before what reads forms, such as multer.',
    );
  }
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fields: 50, fieldSize: MAX_FIELD_SIZE, files: 5, parts: 60 },
    });
  } catch (cause) {
    throw refusal(400, 'The multipart form is broken: its Content-Type names no usable boundary.', { cause });
  }
}

async function* bounded(stream: Readable, limit: number, fail: (error: ApiError) => void): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of stream as AsyncIterable<Uint8Array>) {
    size += bytes.byteLength;
    if (size > limit) {
      const error = refusal(413, `The file is larger than ${limit} bytes.`, {
        param: 'file',
        apiCode: 'file_too_large',
      });
      fail(error);
      throw error;
    }
    yield bytes;
  }
}

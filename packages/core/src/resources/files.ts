import type { DatasetChecker } from '../dataset/dataset-checker.ts';
import { DatasetError } from '../errors/index.ts';
import {
  type FileDeleted,
  type FileListParams,
  type FileObject,
  type FilePurpose,
  join,
  toBytes,
} from '../wire/index.ts';
import { type ApiPromise, apiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { multipart, type PassingBytes } from './multipart.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';
import { type Uploadable, uploadSource } from './upload-source.ts';

/** What `files.create` sends. */
export interface FileCreateParams {
  file: Uploadable;
  purpose: FilePurpose;
  /** When the file goes by itself: `seconds` after it was created, 3,600 to 2,592,000. */
  expires_after?: { anchor: 'created_at'; seconds: number };
}

/** How far an upload has come, in bytes; `total` is absent where the size is not known. */
export interface UploadProgress {
  readonly sent: number;
  readonly total: number | undefined;
}

/** How `files.upload` goes about it. */
export interface FileUploadOptions extends CallOptions {
  /** What the file is for: `fine-tune`, `batch`, `assistants`, ... */
  purpose: FilePurpose;
  /** @default the path's last part, or the File's name */
  filename?: string;
  /** Told after each piece that has been handed to the connection. */
  onProgress?: (progress: UploadProgress) => void;
  /** Checks a fine-tuning file as it passes, and rejects with `DatasetError` before it is complete. @default false */
  validate?: boolean;
  /** The kind of fine-tuning that the file is checked for. @default 'supervised' */
  method?: 'supervised' | 'dpo';
  /** As in `FileCreateParams`. @default the service's */
  expires_after?: FileCreateParams['expires_after'];
}

/** The content of a file: read it whole, or a piece at a time. */
export interface FileContent extends AsyncIterable<Uint8Array> {
  /** The whole content in memory; the content can be read once. */
  bytes(): Promise<Uint8Array>;
  /** The whole content as UTF-8; the content can be read once. */
  text(): Promise<string>;
}

/** `client.files`. */
export interface Files {
  /** The same as `upload`, with the arguments of the `openai` package. */
  create(body: FileCreateParams, options?: CallOptions): ApiPromise<FileObject>;
  /** Uploads in constant memory, whatever the file's size; up to 512 MB, above which `uploads` is the way. */
  upload(file: Uploadable, options: FileUploadOptions): ApiPromise<FileObject>;
  /** The files, the newest first. */
  list(query?: FileListParams, options?: CallOptions): PagePromise<FileObject>;
  /** What is known of a file; its content is at `content`. */
  retrieve(fileId: string, options?: CallOptions): ApiPromise<FileObject>;
  /** Deletes a file. */
  delete(fileId: string, options?: CallOptions): ApiPromise<FileDeleted>;
  /** The content of a file, which begins to flow when it is read. */
  content(fileId: string, options?: CallOptions): ApiPromise<FileContent>;
}

/** Files over a caller. */
export function files(caller: Caller): Files {
  const one = (id: string, tail = '') => `/files/${pathSegment(id, 'file_id')}${tail}`;

  const upload = (
    file: Uploadable,
    { purpose, filename, onProgress, validate, method, expires_after, ...options }: FileUploadOptions,
  ) =>
    apiPromise(
      (async () => {
        const source = await uploadSource(file, filename);
        const fields: Record<string, string> = { purpose };
        if (expires_after !== undefined) {
          fields['expires_after[anchor]'] = expires_after.anchor;
          fields['expires_after[seconds]'] = String(expires_after.seconds);
        }
        // Loaded only by those who ask for it.
        const checks = validate ? await import('../dataset/dataset-checker.ts') : undefined;
        let fault: DatasetError | undefined;
        const onFault = (found: DatasetError) => {
          fault = found;
        };
        const observe = () =>
          passing(source.size, onProgress, checks && new checks.DatasetChecker({ method }), onFault);
        const { headers, body } = multipart(fields, 'file', source, observe);
        const spec = { endpoint: 'files', method: 'POST', path: '/files', headers, body } as const;
        try {
          return await caller.json<FileObject>(spec, options).withResponse();
        } catch (error) {
          // A service in this process sees the body break off, and says so in its own words.
          throw fault ?? error;
        }
      })(),
    );

  return {
    create: ({ file, ...body }, options) => upload(file, { ...body, ...options }),
    upload,
    list: (query, options) =>
      list(caller, { endpoint: 'files', method: 'GET', path: '/files', query: { ...query } }, options),
    retrieve: (id, options) => caller.json(() => ({ endpoint: 'files', method: 'GET', path: one(id) }), options),
    delete: (id, options) => caller.json(() => ({ endpoint: 'files', method: 'DELETE', path: one(id) }), options),
    content: (id, options) =>
      caller.bytes(
        () => ({ endpoint: 'files', method: 'GET', path: one(id, '/content') }),
        options,
        (reply) => fileContent(toBytes(reply.body)),
      ),
  };
}

function passing(
  total: number | undefined,
  onProgress: FileUploadOptions['onProgress'],
  checker: DatasetChecker | undefined,
  onFault: (fault: DatasetError) => void,
): PassingBytes {
  let sent = 0;
  return {
    each: (bytes) => {
      checker?.push(bytes);
      sent += bytes.byteLength;
      onProgress?.({ sent, total });
    },
    end: () => {
      const report = checker?.end();
      if (report === undefined || report.valid) return;
      const fault = new DatasetError(report.errors, report.errorCount);
      onFault(fault);
      throw fault;
    },
  };
}

function fileContent(body: Uint8Array | AsyncIterable<Uint8Array>): FileContent {
  const pieces = async function* () {
    if (body instanceof Uint8Array) yield body;
    else yield* body;
  };
  const bytes = async () => {
    const all: Uint8Array[] = [];
    for await (const piece of pieces()) all.push(piece);
    return join(all);
  };
  return { [Symbol.asyncIterator]: pieces, bytes, text: async () => new TextDecoder().decode(await bytes()) };
}

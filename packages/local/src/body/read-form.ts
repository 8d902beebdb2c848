import { Readable } from 'node:stream';
import type { WireRequest } from '@colloquy/core';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { Refusal } from '../refusal/refusal.ts';
import { missing, tooLarge } from '../refusal/refusals.ts';
import type { Blobs, StagedBlob } from '../store/blobs.ts';
import { bodyBytes } from './body-bytes.ts';

/** A form that was received: its file is staged and has to be committed or discarded. */
export interface UploadForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: StagedBlob;
  /** As the sender named it: a label, never a path. */
  readonly filename: string;
  readonly mimeType: string;
}

/** What a form may hold. */
export interface FormLimits {
  /** The name of the file's field. */
  readonly field: string;
  /** The most bytes of the file. */
  readonly bytes: number;
}

/** Fields beside the file are short: a purpose, an expiry. */
const MAX_FIELD_BYTES = 64 * 1024;

/**
 * Receives a multipart form whose parts may come in any order, the file straight into the store.
 *
 * Nothing is left behind where it refuses: 400 for a broken form or a missing file, 413 for a file beyond its limit.
 */
export async function readForm(request: WireRequest, blobs: Blobs, limits: FormLimits): Promise<UploadForm> {
  const busboy = openForm(request.headers['content-type'], limits);
  const fields: Record<string, string> = Object.create(null);
  let file: Promise<{ staged: StagedBlob; filename: string; mimeType: string }> | undefined;
  let part: Readable | undefined;
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => {});
  busboy.on('field', (name, value) => {
    fields[name] = value;
  });
  busboy.on('file', (name, stream, filename, _encoding, mimeType) => {
    if (name !== limits.field || file !== undefined) {
      stream.resume();
      return;
    }
    file = stageWithin(stream, blobs, limits).then((staged) => ({ staged, filename: filename ?? '', mimeType }));
    part = stream;
    // A file that is refused is not read to its end, so the form would never finish.
    file.catch(refused.reject);
  });
  let broken: unknown;
  try {
    await Promise.race([pump(bodyBytes(request.body), busboy), refused.promise]);
  } catch (error) {
    broken = error;
    // A form that broke off never ends its file by itself.
    part?.destroy(error instanceof Error ? error : undefined);
    busboy.destroy();
  }
  const staged = await file?.catch((error) => {
    broken = error instanceof Refusal ? error : (broken ?? error);
    return undefined;
  });
  if (broken !== undefined) {
    await staged?.staged.discard();
    throw broken instanceof Refusal || hasErrno(broken) ? broken : badForm(broken);
  }
  if (!staged) throw missing(limits.field);
  return { fields: { ...fields }, file: staged.staged, filename: staged.filename, mimeType: staged.mimeType };
}

/** Whether a content type is that of a form with files. */
export function isForm(contentType: string | undefined): contentType is string {
  return contentType?.toLowerCase().startsWith('multipart/form-data') ?? false;
}

function openForm(contentType: string | undefined, limits: FormLimits): BusboyInstance {
  if (!isForm(contentType)) {
    throw new Refusal(400, `Send the file as multipart/form-data, in a field named '${limits.field}'.`);
  }
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fileSize: limits.bytes + 1, fieldSize: MAX_FIELD_BYTES, fields: 50, files: 5, parts: 60 },
    });
  } catch (error) {
    throw badForm(error);
  }
}

async function stageWithin(stream: Readable, blobs: Blobs, limits: FormLimits): Promise<StagedBlob> {
  async function* bounded(): AsyncGenerator<Uint8Array> {
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.bytes) throw tooLarge(limits.bytes, limits.field);
      yield chunk;
    }
  }
  return blobs.stage(bounded());
}

async function pump(bytes: AsyncIterable<Uint8Array>, busboy: BusboyInstance): Promise<void> {
  const finished = new Promise<void>((resolve, reject) => {
    busboy.once('finish', resolve);
    busboy.once('error', reject);
  });
  finished.catch(() => {});
  const source = Readable.from(bytes);
  const failed = new Promise<never>((_resolve, reject) => source.once('error', reject));
  failed.catch(() => {});
  source.pipe(busboy);
  try {
    await Promise.race([finished, failed]);
  } finally {
    source.destroy();
  }
}

function hasErrno(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'string' && 'syscall' in (error as object);
}

function badForm(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal(400, `The multipart form could not be read: ${reason}.`);
}

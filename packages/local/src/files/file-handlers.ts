import { readForm, type UploadForm } from '../body/read-form.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { invalid, missing, tooLarge } from '../refusal/refusals.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import { expiryOf } from './expiry.ts';
import { FileCabinet } from './file-cabinet.ts';
import { PURPOSES } from './file-object.ts';

/** The largest batch file, in bytes. */
const MAX_BATCH_BYTES = 200 * 1024 * 1024;
/** Lines of JSON: nothing else can train a model or make a batch. */
const JSONL_ONLY = new Set(['fine-tune', 'batch']);

/** The files of the caller's project. */
export function cabinetOf(call: Call): FileCabinet {
  return new FileCabinet(call.services.store, call.project, call.now());
}

/** `POST /files`: a multipart form with `file` and `purpose`, in any order. */
export async function createFile(call: Call): Promise<Answer> {
  const form = await readForm(call.request, call.services.store.blobs, {
    field: 'file',
    bytes: call.services.maxFileBytes,
  });
  let expiresAt: number | undefined;
  try {
    checkFile(form);
    expiresAt = expiryOf(form.fields['expires_after[anchor]'], form.fields['expires_after[seconds]'], call.now());
  } catch (error) {
    await form.file.discard();
    throw error;
  }
  const { filename, fields } = form;
  const purpose = fields['purpose'] as string;
  const file = await cabinetOf(call).add(form.file, {
    filename: label(filename),
    purpose,
    createdAt: call.now(),
    expiresAt,
  });
  return { json: file };
}

function checkFile({ fields, file, filename }: UploadForm): void {
  const purpose = fields['purpose'];
  if (purpose === undefined) throw missing('purpose');
  checkPurpose(purpose);
  if (file.bytes === 0) throw invalid('file', 'File is empty.', 'empty_file');
  if (purpose === 'batch' && file.bytes > MAX_BATCH_BYTES) throw tooLarge(MAX_BATCH_BYTES, 'file');
  if (JSONL_ONLY.has(purpose) && !filename.toLowerCase().endsWith('.jsonl')) {
    const message = `Invalid file format for purpose '${purpose}': the file's name must end in .jsonl.`;
    throw invalid('file', message, 'invalid_file_format');
  }
}

/** Refuses a purpose that callers cannot give. */
export function checkPurpose(purpose: string): void {
  if (PURPOSES.includes(purpose)) return;
  const list = PURPOSES.map((known) => `'${known}'`).join(', ');
  throw invalid('purpose', `'${purpose.slice(0, 40)}' is not one of [${list}] - 'purpose'`, null);
}

/** A name as a label: no control characters, no paths, at most 255 characters. */
export function label(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  // Control and direction-changing characters, by their Unicode category.
  return last.replace(/\p{C}/gu, '').slice(0, 255) || 'file';
}

/** `GET /files`. */
export function listFiles(call: Call): Answer {
  const { after, limit, order } = listQuery(call.query, { limit: 10_000, most: 10_000, order: 'desc' });
  const purpose = call.query.get('purpose');
  const page = cabinetOf(call).list({
    after,
    limit,
    order,
    where: ({ file }) => purpose === null || file.purpose === purpose,
  });
  return { json: listObject({ items: page.items.map(({ file }) => file), hasMore: page.hasMore }) };
}

/** `GET /files/{id}`. */
export function retrieveFile(call: Call): Answer {
  return { json: cabinetOf(call).get(call.params['id'] as string).file };
}

/** `DELETE /files/{id}`. */
export async function deleteFile(call: Call): Promise<Answer> {
  const id = call.params['id'] as string;
  await cabinetOf(call).delete(id);
  return { json: { id, object: 'file', deleted: true } };
}

/** `GET /files/{id}/content`: the bytes as they were received. */
export function fileContent(call: Call): Answer {
  const cabinet = cabinetOf(call);
  const stored = cabinet.get(call.params['id'] as string);
  const { bytes, filename } = stored.file;
  const name = encodeURIComponent(filename).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const headers = { 'content-length': String(bytes), 'content-disposition': `attachment; filename*=UTF-8''${name}` };
  return { bytes: cabinet.read(stored), contentType: 'application/octet-stream', headers };
}

import { createHash } from 'node:crypto';
import type { JsonObject } from '../body/json-object.ts';
import { readForm } from '../body/read-form.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { expiryOf } from '../files/expiry.ts';
import { cabinetOf, checkPurpose, label } from '../files/file-handlers.ts';
import { newId } from '../new-id.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, noSuch } from '../refusal/refusals.ts';
import { checkShape } from '../validation/check-shape.ts';
import { optional } from '../validation/shape.ts';
import { type StoredPart, type StoredUpload, UPLOAD, UPLOAD_PART, type UploadObject } from './upload-record.ts';

const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;
const MAX_PART_BYTES = 64 * 1024 * 1024;
const LIFETIME_S = 3_600;

/** `POST /uploads`. */
export async function createUpload(call: Call): Promise<Answer> {
  const body = await call.json();
  const text = { type: 'string', required: true, min: 1 } as const;
  const bytes = { type: 'integer', required: true, min: 1, max: MAX_UPLOAD_BYTES } as const;
  checkShape(body, { filename: text, purpose: text, mime_type: text, bytes, expires_after: optional.object }, 'named');
  checkPurpose(body['purpose'] as string);
  const expiry = body['expires_after'] as JsonObject | null | undefined;
  const upload: UploadObject = {
    id: newId('upload_', 32),
    object: 'upload',
    bytes: body['bytes'] as number,
    created_at: call.now(),
    expires_at: call.now() + LIFETIME_S,
    filename: label(body['filename'] as string),
    purpose: body['purpose'] as string,
    status: 'pending',
  };
  const fileExpiresAt = expiry ? (expiryOf(expiry['anchor'], expiry['seconds'], call.now()) ?? null) : null;
  call.services.store.records.put(UPLOAD, call.project, upload.id, { upload, fileExpiresAt } satisfies StoredUpload);
  return { json: upload };
}

/** `POST /uploads/{id}/parts`: a multipart form with `data`. */
export async function addPart(call: Call): Promise<Answer> {
  const { upload } = pending(call);
  const { store } = call.services;
  const form = await readForm(call.request, store.blobs, { field: 'data', bytes: MAX_PART_BYTES });
  const id = newId('part_', 32);
  await store.keep(form.file, (blob) => {
    const part: StoredPart = { id, bytes: form.file.bytes, blob };
    store.records.put(UPLOAD_PART, partScope(call, upload.id), id, part);
  });
  return { json: { id, object: 'upload.part', created_at: call.now(), upload_id: upload.id } };
}

/** `POST /uploads/{id}/complete`: the parts in the order named, which have to be as long as was announced. */
export async function completeUpload(call: Call): Promise<Answer> {
  const { upload, fileExpiresAt } = pending(call);
  const body = await call.json();
  const ids = { type: 'array', required: true, min: 1, max: 10_000, each: { type: 'string' } } as const;
  checkShape(body, { part_ids: ids, md5: optional.string }, 'named');
  const parts = (body['part_ids'] as string[]).map((id, at) => findPart(call, upload.id, id, at));
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (bytes !== upload.bytes) {
    const message = `The parts are ${bytes} bytes together, but ${upload.bytes} were announced.`;
    throw invalid('part_ids', message, 'invalid_upload_size');
  }
  const { store } = call.services;
  const md5 = createHash('md5');
  const staged = await store.blobs.stage(joined(call, parts, md5));
  if (typeof body['md5'] === 'string' && md5.digest('hex') !== body['md5'].toLowerCase()) {
    await staged.discard();
    throw invalid('md5', 'The MD5 of the parts is not the one that was sent.', 'checksum_mismatch');
  }
  const { filename, purpose } = upload;
  const done = await store.keep(staged, (blob) => {
    const file = cabinetOf(call).record(blob, {
      filename,
      purpose,
      createdAt: call.now(),
      expiresAt: fileExpiresAt ?? undefined,
      bytes,
    });
    const completed: UploadObject = { ...upload, status: 'completed', file };
    store.records.put(UPLOAD, call.project, upload.id, { upload: completed, fileExpiresAt });
    return completed;
  });
  await dropParts(call, upload.id);
  return { json: done };
}

/** `POST /uploads/{id}/cancel`. */
export async function cancelUpload(call: Call): Promise<Answer> {
  const stored = pending(call);
  const cancelled: UploadObject = { ...stored.upload, status: 'cancelled' };
  call.services.store.records.put(UPLOAD, call.project, cancelled.id, { ...stored, upload: cancelled });
  await dropParts(call, cancelled.id);
  return { json: cancelled };
}

async function* joined(
  call: Call,
  parts: readonly StoredPart[],
  md5: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for (const { blob } of parts) {
    for await (const chunk of call.services.store.blobs.read(blob)) {
      md5.update(chunk);
      yield chunk;
    }
  }
}

async function dropParts(call: Call, upload: string): Promise<void> {
  const { store } = call.services;
  const scope = partScope(call, upload);
  for (const part of store.records.list<StoredPart>(UPLOAD_PART, scope).items) {
    await store.drop(part.blob, () => store.records.delete(UPLOAD_PART, scope, part.id));
  }
}

function findPart(call: Call, upload: string, id: string, at: number): StoredPart {
  const part = call.services.store.records.get<StoredPart>(UPLOAD_PART, partScope(call, upload), id);
  if (!part) throw invalid(`part_ids[${at}]`, `No such part: ${id.slice(0, 100)}`, 'part_not_found');
  return part;
}

function pending(call: Call): StoredUpload {
  const id = call.params['id'] as string;
  const stored = call.services.store.records.get<StoredUpload>(UPLOAD, call.project, id);
  if (!stored) throw noSuch('Upload', id, 'upload_id');
  const { status, expires_at } = stored.upload;
  const now = status === 'pending' && expires_at <= call.now() ? 'expired' : status;
  if (now === 'pending') return stored;
  throw new Refusal(400, `Upload ${id} is ${now}.`, { code: 'invalid_upload_status', param: 'upload_id' });
}

function partScope(call: Call, upload: string): string {
  return `${call.project}\n${upload}`;
}

import { randomUUID } from 'node:crypto';
import { missingField, unprocessable } from '../body/read-fastapi-json.ts';
import { isForm, readForm, type UploadForm } from '../body/read-form.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { type Route, route } from '../exchange/route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { label } from './file-handlers.ts';

/** A file in Open WebUI's own shape. */
interface OpenWebUiFile {
  readonly id: string;
  readonly user_id: string;
  readonly filename: string;
  readonly meta: { readonly name: string; readonly content_type: string; readonly size: number };
  readonly data: { readonly status: string };
  readonly created_at: number;
  readonly updated_at: number;
}

interface StoredOpenWebUiFile {
  readonly file: OpenWebUiFile;
  readonly blob: string;
}

const KIND = 'open_webui_file';
const EMPTY = 'The content provided is empty. Please ensure that there is text or data present before proceeding.';

async function create(call: Call): Promise<Answer> {
  const { store } = call.services;
  const form = await fileForm(call);
  if (form.file.bytes === 0) {
    await form.file.discard();
    throw new Refusal(400, EMPTY);
  }
  const name = label(form.filename);
  const now = call.now();
  const file: OpenWebUiFile = {
    id: randomUUID(),
    user_id: call.principal.token,
    filename: name,
    meta: { name, content_type: form.mimeType, size: form.file.bytes },
    data: { status: 'completed' },
    created_at: now,
    updated_at: now,
  };
  await store.keep(form.file, (blob) => store.records.put(KIND, call.project, file.id, { file, blob }));
  return { json: file };
}

async function fileForm({ request, services }: Call): Promise<UploadForm> {
  // A body of another kind is to FastAPI a form without fields.
  if (!isForm(request.headers['content-type'])) throw unprocessable(missingField('file'));
  try {
    return await readForm(request, services.store.blobs, { field: 'file', bytes: services.maxFileBytes });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'missing_required_parameter') {
      throw unprocessable(missingField('file'));
    }
    throw error;
  }
}

function find(call: Call): StoredOpenWebUiFile {
  const stored = call.services.store.records.get<StoredOpenWebUiFile>(KIND, call.project, call.params['id'] as string);
  if (!stored) throw new Refusal(404, 'Not found');
  return stored;
}

function list(call: Call): Answer {
  const { items } = call.services.store.records.list<StoredOpenWebUiFile>(KIND, call.project);
  return { json: items.map(({ file }) => file) };
}

function content(call: Call): Answer {
  const { blob, file } = find(call);
  return {
    bytes: call.services.store.blobs.read(blob),
    contentType: file.meta.content_type || 'application/octet-stream',
  };
}

async function remove(call: Call): Promise<Answer> {
  const { blob, file } = find(call);
  const { store } = call.services;
  await store.drop(blob, () => store.records.delete(KIND, call.project, file.id));
  return { json: { message: 'File deleted successfully' } };
}

/** Open WebUI's files, below `/api`. */
export const OPEN_WEBUI_FILES: readonly Route[] = [
  route('POST', '/v1/files/', create),
  route('GET', '/v1/files/', list),
  route('GET', '/v1/files/{id}', (call) => ({ json: find(call).file })),
  route('GET', '/v1/files/{id}/process/status', (call) => ({ json: { status: find(call).file.data.status } })),
  route('GET', '/v1/files/{id}/content', content),
  route('DELETE', '/v1/files/{id}', remove),
];

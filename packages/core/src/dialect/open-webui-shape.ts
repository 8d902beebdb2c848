import { toSeconds } from './seconds.ts';

type Fields = Record<string, unknown>;

/** Open WebUI's list of models, which has no `object` and dozens of fields, as OpenAI's. */
export function shapeModels(json: Fields): Fields {
  if (!Array.isArray(json['data'])) return json;
  const data = json['data'] as Fields[];
  return {
    object: 'list',
    data: data.map((model) => ({
      id: model['id'],
      object: 'model',
      created: toSeconds(model['created']),
      owned_by: model['owned_by'] ?? 'unknown',
    })),
  };
}

/** Open WebUI's file as OpenAI's; it has no purpose, and every one is the user's data. */
export function fromWebUIFile(file: Fields): Fields {
  if (typeof file['id'] !== 'string') return file;
  const meta = (file['meta'] ?? {}) as Fields;
  return {
    id: file['id'],
    object: 'file',
    bytes: typeof meta['size'] === 'number' ? meta['size'] : 0,
    created_at: toSeconds(file['created_at']),
    filename: file['filename'] ?? meta['name'] ?? file['id'],
    purpose: 'user_data',
    status: 'processed',
  };
}

/** Open WebUI's plain array of files as a page of OpenAI's. */
export function shapeWebUIFiles(files: readonly unknown[]): Fields {
  const data = files.map((file) => fromWebUIFile(file as Fields));
  return {
    object: 'list',
    data,
    first_id: data[0]?.['id'] ?? null,
    last_id: data.at(-1)?.['id'] ?? null,
    has_more: false,
  };
}

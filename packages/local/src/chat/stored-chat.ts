import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { noSuch } from '../refusal/refusals.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import { METADATA } from '../validation/shape.ts';

/** A completion that was asked to be stored. */
interface StoredChat {
  readonly completion: JsonObject & { id: string };
  readonly messages: readonly JsonObject[];
  readonly metadata: Record<string, string> | null;
  readonly request: JsonObject;
}

const KIND = 'chat';

/** Keeps a completion with the messages it answers. */
export function keepChat(
  call: Call,
  body: JsonObject,
  completion: JsonObject,
  metadata: Record<string, string> | null,
): void {
  const { messages, ...request } = body;
  const id = String(completion['id']);
  call.services.store.records.put(KIND, call.project, id, { completion, messages, metadata, request });
}

/** `GET /chat/completions`. */
export function listChats(call: Call): Answer {
  const { after, limit, order } = listQuery(call.query, { limit: 20, most: 100, order: 'asc' });
  const model = call.query.get('model');
  const wanted = metadataFilter(call.query);
  const page = call.services.store.records.list<StoredChat>(KIND, call.project, {
    after,
    limit,
    order,
    where: ({ completion, metadata }) =>
      (model === null || completion['model'] === model) && wanted.every(([key, value]) => metadata?.[key] === value),
  });
  return { json: listObject({ items: page.items.map(shown), hasMore: page.hasMore }) };
}

/** `metadata[key]=value` pairs of a query. */
export function metadataFilter(query: URLSearchParams): [string, string][] {
  return [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as [string, string]];
  });
}

/** `GET /chat/completions/{id}`. */
export function retrieveChat(call: Call): Answer {
  return { json: shown(find(call)) };
}

/** `POST /chat/completions/{id}`: only the metadata can change. */
export async function updateChat(call: Call): Promise<Answer> {
  const stored = find(call);
  const body = await call.json();
  checkShape(body, { metadata: { ...METADATA, required: true } }, 'named');
  const changed = { ...stored, metadata: checkMetadata(body['metadata']) };
  call.services.store.records.put(KIND, call.project, stored.completion.id, changed);
  return { json: shown(changed) };
}

/** `DELETE /chat/completions/{id}`. */
export function deleteChat(call: Call): Answer {
  const { id } = find(call).completion;
  call.services.store.records.delete(KIND, call.project, id);
  return { json: { object: 'chat.completion.deleted', id, deleted: true } };
}

/** `GET /chat/completions/{id}/messages`. */
export function listChatMessages(call: Call): Answer {
  const { completion, messages } = find(call);
  const { after, limit, order } = listQuery(call.query, { limit: 20, most: 100, order: 'asc' });
  const all = messages.map((message, at) => ({
    ...message,
    id: `${completion.id}-${at}`,
    name: message['name'] ?? null,
    content_parts: Array.isArray(message['content']) ? message['content'] : null,
    content: Array.isArray(message['content']) ? textOf(message['content']) : (message['content'] ?? null),
  }));
  if (order === 'desc') all.reverse();
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  return { json: listObject({ items: all.slice(start, start + limit), hasMore: all.length > start + limit }) };
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (isJsonObject(part) ? String(part['text'] ?? '') : '')).join('\n');
}

function shown({ completion, metadata, request }: StoredChat): JsonObject & { id: string } {
  return {
    ...completion,
    metadata,
    request_id: null,
    input_user: null,
    tool_choice: request['tool_choice'] ?? null,
    tools: request['tools'] ?? null,
    temperature: request['temperature'] ?? 1,
    top_p: request['top_p'] ?? 1,
    seed: request['seed'] ?? null,
    response_format: request['response_format'] ?? null,
  };
}

function find(call: Call): StoredChat {
  const id = call.params['id'] as string;
  const stored = call.services.store.records.get<StoredChat>(KIND, call.project, id);
  if (!stored) throw noSuch('Chat completion', id, 'completion_id');
  return stored;
}

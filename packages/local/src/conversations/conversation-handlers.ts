import type { JsonObject } from '../body/json-object.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { newId } from '../new-id.ts';
import { noSuch } from '../refusal/refusals.ts';
import { type Item, inputItem } from '../responses/input-items.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import { METADATA, type Rule } from '../validation/shape.ts';
import {
  appendConversation,
  CONVERSATION,
  CONVERSATION_ITEM,
  type ConversationObject,
  findConversation,
  itemScope,
} from './conversation-items.ts';

/** How many items one request may add. */
const ITEMS: Rule = { type: ['array', 'null'], max: 20 };

/** `POST /conversations`. */
export async function createConversation(call: Call): Promise<Answer> {
  const body = await call.json();
  checkShape(body, { items: ITEMS, metadata: METADATA }, 'named');
  const items = readItems(body);
  const conversation: ConversationObject = {
    id: newId('conv_', 48),
    object: 'conversation',
    created_at: call.now(),
    metadata: checkMetadata(body['metadata']) ?? {},
  };
  const { records } = call.services.store;
  records.transaction(() => {
    records.put(CONVERSATION, call.project, conversation.id, conversation);
    appendConversation(call, conversation.id, items);
  });
  return { json: conversation };
}

/** `GET /conversations/{id}`. */
export function retrieveConversation(call: Call): Answer {
  return { json: findConversation(call, call.params['id'] as string) };
}

/** `POST /conversations/{id}`: only the metadata can change. */
export async function updateConversation(call: Call): Promise<Answer> {
  const conversation = findConversation(call, call.params['id'] as string);
  const body = await call.json();
  checkShape(body, { metadata: { ...METADATA, required: true } }, 'named');
  const changed = { ...conversation, metadata: checkMetadata(body['metadata']) ?? {} };
  call.services.store.records.put(CONVERSATION, call.project, conversation.id, changed);
  return { json: changed };
}

/** `DELETE /conversations/{id}`: its items go with it. */
export function deleteConversation(call: Call): Answer {
  const { id } = findConversation(call, call.params['id'] as string);
  const { records } = call.services.store;
  records.transaction(() => {
    records.delete(CONVERSATION, call.project, id);
    records.clear(CONVERSATION_ITEM, itemScope(call, id));
  });
  return { json: { id, object: 'conversation.deleted', deleted: true } };
}

/** `POST /conversations/{id}/items`. */
export async function addConversationItems(call: Call): Promise<Answer> {
  const { id } = findConversation(call, call.params['id'] as string);
  const body = await call.json();
  checkShape(body, { items: { ...ITEMS, type: 'array', required: true } }, 'named');
  const items = readItems(body);
  appendConversation(call, id, items);
  return { json: listObject({ items, hasMore: false }) };
}

/** `GET /conversations/{id}/items`. */
export function listConversationItems(call: Call): Answer {
  const { id } = findConversation(call, call.params['id'] as string);
  const { after, limit, order } = listQuery(call.query, { limit: 20, most: 100, order: 'desc' });
  const { records } = call.services.store;
  return { json: listObject(records.list<Item>(CONVERSATION_ITEM, itemScope(call, id), { after, limit, order })) };
}

/** `GET /conversations/{id}/items/{item}`. */
export function retrieveConversationItem(call: Call): Answer {
  return { json: findItem(call).item };
}

/** `DELETE /conversations/{id}/items/{item}`; answers with the conversation. */
export function deleteConversationItem(call: Call): Answer {
  const { conversation, item } = findItem(call);
  call.services.store.records.delete(CONVERSATION_ITEM, itemScope(call, conversation.id), item.id);
  return { json: conversation };
}

function findItem(call: Call): { conversation: ConversationObject; item: Item } {
  const conversation = findConversation(call, call.params['id'] as string);
  const id = call.params['item'] as string;
  const item = call.services.store.records.get<Item>(CONVERSATION_ITEM, itemScope(call, conversation.id), id);
  if (!item) throw noSuch('Item', id);
  return { conversation, item };
}

function readItems(body: JsonObject): Item[] {
  return ((body['items'] as unknown[] | null | undefined) ?? []).map((item, at) => inputItem(item, `items[${at}]`));
}

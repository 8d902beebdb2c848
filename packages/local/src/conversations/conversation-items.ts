import type { Call } from '../exchange/call.ts';
import { noSuch } from '../refusal/refusals.ts';
import type { Item } from '../responses/input-items.ts';

/** A conversation as its endpoints show it. */
export interface ConversationObject {
  readonly id: string;
  readonly object: 'conversation';
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly metadata: Record<string, string>;
}

export const CONVERSATION = 'conversation';
export const CONVERSATION_ITEM = 'conversation_item';

/** Where the items of one conversation are kept. */
export function itemScope(call: Call, id: string): string {
  return `${call.project}\n${id}`;
}

/** The conversation of that id, or a 404 refusal. */
export function findConversation(call: Call, id: string): ConversationObject {
  const found = call.services.store.records.get<ConversationObject>(CONVERSATION, call.project, id);
  if (!found) throw noSuch('Conversation', id, 'conversation');
  return found;
}

/** Everything said in a conversation; nothing where there is none. */
export function conversationItems(call: Call, id: string | null): Item[] {
  if (id === null) return [];
  findConversation(call, id);
  return call.services.store.records.list<Item>(CONVERSATION_ITEM, itemScope(call, id)).items;
}

/** Adds items at the end of a conversation. */
export function appendConversation(call: Call, id: string, items: readonly Item[]): void {
  const { records } = call.services.store;
  records.transaction(() => {
    for (const item of items) records.put(CONVERSATION_ITEM, itemScope(call, id), item.id, item);
  });
}

import type { ApiError } from '@colloquy/core';
import { isTuned, tunedModel } from '../models/tuned-model.ts';
import { refusal } from '../relay/refusal.ts';
import { notFound, previousResponseNotFound } from './not-found.ts';
import type { ResourceKind } from './ownership-records.ts';

/** A thing that a request's body names, which has to be the caller's own. */
export interface Mention {
  readonly kind: ResourceKind;
  readonly id: string;
  /** The answer where it is not. */
  readonly missing: ApiError;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields at the top of a body that name a thing. */
const FIELDS: Readonly<Record<string, ResourceKind>> = {
  training_file: 'file',
  validation_file: 'file',
  input_file_id: 'file',
  previous_response_id: 'response',
  conversation: 'conversation',
};

/** Fields anywhere in a request's messages, tools and graders that name a thing. */
const NESTED: Readonly<Record<string, ResourceKind>> = { file_id: 'file', file_ids: 'file' };

/**
 * Everything that a request's body names.
 *
 * Throws 404 for what belongs to the upstream's account and cannot be told apart by project: stored items by reference,
 * stored prompts, containers and vector stores.
 */
export function mentions(body: Fields): readonly Mention[] {
  const found: Mention[] = [];
  const note = (kind: ResourceKind, id: unknown, param: string): void => {
    if (typeof id !== 'string') return;
    found.push({
      kind,
      id,
      missing: param === 'previous_response_id' ? previousResponseNotFound(id) : notFound(kind, id, param),
    });
  };
  for (const [field, kind] of Object.entries(FIELDS)) {
    const value = body[field];
    note(kind, typeof value === 'object' && value !== null ? (value as Fields).id : value, field);
  }
  const prompt = body.prompt as Fields | null | undefined;
  if (typeof prompt === 'object' && typeof prompt?.id === 'string') throw foreign('Prompt', prompt.id, 'prompt');
  // Without recursion: a request may be nested deeper than the stack.
  const rest: unknown[] = [body.messages, body.input, body.items, body.tools, body.grader, body.method];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ((value as Fields).type === 'item_reference') throw foreign('Item', (value as Fields).id, 'input');
    for (const [name, item] of Object.entries(value)) {
      if (name === 'vector_store_ids' && Array.isArray(item) && item.length > 0)
        throw foreign('Vector store', item[0], 'tools');
      if ((name === 'container' || name === 'container_id') && typeof item === 'string')
        throw foreign('Container', item, 'tools');
      if (name === 'model' && typeof item === 'string' && isTuned(item)) note('model', tunedModel(item), name);
      const kind = Object.hasOwn(NESTED, name) ? NESTED[name] : undefined;
      if (kind !== undefined) for (const id of Array.isArray(item) ? item : [item]) note(kind, id, name);
      if (typeof item === 'object') rest.push(item);
    }
  }
  return found;
}

function foreign(what: string, id: unknown, param: string): ApiError {
  return refusal(404, `${what} with id '${String(id).slice(0, 200)}' not found.`, { param });
}

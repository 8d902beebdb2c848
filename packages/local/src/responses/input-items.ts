import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import { newId } from '../new-id.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, missing } from '../refusal/refusals.ts';

/** An item of a conversation, with an id. */
export type Item = JsonObject & { id: string; type: string };

const ROLES = ['user', 'assistant', 'system', 'developer'];

/** The prefix of an item's id, by its type; other types cannot be read here. */
const PREFIX: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  function_call_output: 'fco_',
  reasoning: 'rs_',
  item_reference: '',
};

/** `input` as items: a text becomes one user message, short messages get their type, everything gets an id. */
export function inputItems(input: unknown): Item[] {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string') return [messageItem({ role: 'user', content: input }, 'input')];
  if (!Array.isArray(input)) {
    throw invalid('input', "Invalid type for 'input': expected a string or an array of items.", 'invalid_type');
  }
  return input.map((item: unknown, at) => inputItem(item, `input[${at}]`));
}

/** One item, checked. */
export function inputItem(item: unknown, path: string): Item {
  if (!isJsonObject(item)) throw invalid(path, `Invalid type for '${path}': expected an object.`, 'invalid_type');
  const type = item['type'] ?? (item['role'] === undefined ? undefined : 'message');
  if (typeof type !== 'string') throw missing(`${path}.type`);
  const prefix = Object.hasOwn(PREFIX, type) ? PREFIX[type] : undefined;
  if (prefix === undefined) {
    const known = Object.keys(PREFIX)
      .map((name) => `'${name}'`)
      .join(', ');
    throw invalid(`${path}.type`, `Invalid value: '${type.slice(0, 40)}'. Supported values are: ${known}.`);
  }
  if (type === 'message') return messageItem(item, path);
  for (const name of REQUIRED[type] ?? []) if (item[name] === undefined) throw missing(`${path}.${name}`);
  const id = typeof item['id'] === 'string' ? item['id'] : newId(prefix, 40);
  return { ...item, type, id };
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  function_call: ['call_id', 'name', 'arguments'],
  function_call_output: ['call_id', 'output'],
  item_reference: ['id'],
};

function messageItem(item: JsonObject, path: string): Item {
  const { role, content } = item;
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    const known = ROLES.map((name) => `'${name}'`).join(', ');
    throw invalid(`${path}.role`, `Invalid value: '${String(role).slice(0, 40)}'. Supported values are: ${known}.`);
  }
  const partType = role === 'assistant' ? 'output_text' : 'input_text';
  const parts = typeof content === 'string' ? [{ type: partType, text: content }] : content;
  if (!Array.isArray(parts)) throw missing(`${path}.content`);
  for (const [at, part] of parts.entries()) checkPart(part, role, `${path}.content[${at}]`);
  const id = typeof item['id'] === 'string' ? item['id'] : newId('msg_', 40);
  return { ...item, id, type: 'message', status: 'completed', role, content: parts };
}

const PARTS: Readonly<Record<'input' | 'output', readonly string[]>> = {
  input: ['input_text', 'input_image', 'input_file'],
  output: ['output_text', 'refusal'],
};

function checkPart(part: unknown, role: string, path: string): void {
  if (!isJsonObject(part)) throw invalid(path, `Invalid type for '${path}': expected an object.`, 'invalid_type');
  const known = PARTS[role === 'assistant' ? 'output' : 'input'];
  if (typeof part['type'] !== 'string' || !known.includes(part['type'])) {
    const list = known.map((name) => `'${name}'`).join(', ');
    const type = String(part['type']).slice(0, 40);
    throw invalid(`${path}.type`, `Invalid value: '${type}'. Supported values are: ${list}.`);
  }
  const field = TEXT_FIELD[part['type']];
  if (field && typeof part[field] !== 'string') throw missing(`${path}.${field}`);
}

const TEXT_FIELD: Readonly<Record<string, string>> = { input_text: 'text', output_text: 'text', refusal: 'refusal' };

/** References replaced by what they name among the known items; refuses one that names nothing. */
export function resolveReferences(items: readonly Item[], known: readonly Item[]): Item[] {
  return items.map((item, at) => {
    if (item.type !== 'item_reference') return item;
    const found = known.find(({ id }) => id === item.id);
    if (!found) throw new Refusal(404, `Item with id '${item.id}' not found.`, { param: `input[${at}].id` });
    return found;
  });
}

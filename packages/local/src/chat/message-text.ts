import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import { invalid, missing } from '../refusal/refusals.ts';

/** What a part that is not text looks like to an engine that only reads. */
const MARK: Readonly<Record<string, string>> = { image_url: '[image]', input_audio: '[audio]', file: '[file]' };

/** Which parts a role's content may have. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image_url', 'input_audio', 'file'],
  assistant: ['text', 'refusal'],
};
const TEXT_ONLY = ['text'];

/** A message's content as one text; refuses parts the role cannot have. */
export function messageText(content: unknown, role: string, path: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) {
    const message = `Invalid type for '${path}': expected one of a string or array of objects.`;
    throw invalid(path, message, 'invalid_type');
  }
  const known = PARTS[role] ?? TEXT_ONLY;
  return content.map((part: unknown, at) => partText(part, known, `${path}[${at}]`)).join('\n');
}

function partText(part: unknown, known: readonly string[], path: string): string {
  if (!isJsonObject(part)) throw invalid(path, `Invalid type for '${path}': expected an object.`, 'invalid_type');
  const type = part['type'];
  if (typeof type !== 'string') throw missing(`${path}.type`);
  if (!known.includes(type)) {
    const list = known.map((name) => `'${name}'`).join(', ');
    throw invalid(`${path}.type`, `Invalid value: '${type.slice(0, 40)}'. Supported values are: ${list}.`);
  }
  if (type !== 'text' && type !== 'refusal') {
    if (!isJsonObject(part[type])) throw missing(`${path}.${type}`);
    return nameOf(type, part[type] as JsonObject);
  }
  const text = part[type];
  if (typeof text !== 'string') throw missing(`${path}.${type}`);
  return text;
}

function nameOf(type: string, part: JsonObject): string {
  const name = part['filename'];
  return typeof name === 'string' ? `[file ${name}]` : (MARK[type] as string);
}

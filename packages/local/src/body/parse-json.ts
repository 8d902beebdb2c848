import { Refusal } from '../refusal/refusal.ts';
import { badJson } from '../refusal/refusals.ts';

/** How deep a body may nest: no request or schema of the API comes near it, and recursion further down stays safe. */
const MAX_DEPTH = 128;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A JSON body: UTF-8 without flaws, at most 128 levels deep, and without keys that reach for prototypes. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Refusal(400, 'The request body is not valid UTF-8.');
  }
  if (isDeeperThan(text, MAX_DEPTH)) {
    throw new Refusal(400, `The request body nests deeper than ${MAX_DEPTH} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badJson(error);
  }
  // Only a key spelled out, or hidden behind an escape, can be one of these; most bodies have neither.
  if (/__proto__|\\u/.test(text)) dropPrototypeKeys(value);
  return value;
}

/** Whether brackets nest deeper than `limit`; brackets inside strings do not count. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      if (++depth > limit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

function dropPrototypeKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const child of Object.values(value)) dropPrototypeKeys(child);
}

import { refusal } from '../relay/refusal.ts';

/** How deep a body may nest: no request of the API comes near it, and recursion further down stays safe. */
const MAX_DEPTH = 128;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON object that a body is; refuses with 400 what is no JSON object, or nested deeper than 128 levels. */
export function parseJson(bytes: Uint8Array): Record<string, unknown> {
  if (bytes.byteLength === 0) throw refusal(400, 'The request body is empty; send a JSON object.');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw refusal(400, 'The request body is not valid UTF-8.');
  }
  if (isDeeperThan(text, MAX_DEPTH)) throw tooDeep();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a secret.
    throw refusal(
      400,
      'The request body could not be parsed as JSON. Send valid JSON: double quotes, no trailing comma.',
    );
  }
  // Only a key that is spelled out, or hidden behind an escape, can be one of these; most bodies have neither.
  if (/__proto__|\\u/.test(text)) dropPrototypeKeys(value);
  return objectOf(value);
}

/** The same of a value that a body parser has already made; it is not changed. */
export function checkParsed(value: unknown): Record<string, unknown> {
  const body = objectOf(value);
  if (isNestedDeeperThan(body, MAX_DEPTH)) throw tooDeep();
  return body;
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refusal(400, 'The request body has to be a JSON object.');
}

function tooDeep(): Error {
  return refusal(400, `The request body nests deeper than ${MAX_DEPTH} levels.`);
}

/** Whether brackets nest deeper than `limit`; brackets inside strings do not count. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

const [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [...'"{}[]'].map((char) => char.charCodeAt(0));

/** Where the string that opens at `start` closes: searching for the quote is many times faster than stepping to it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function isNestedDeeperThan(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((inner) =>
      Object.values(inner).filter((child) => typeof child === 'object' && child !== null),
    );
  }
  return false;
}

function dropPrototypeKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const child of Object.values(value)) dropPrototypeKeys(child);
}

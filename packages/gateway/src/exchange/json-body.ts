import { ColloquyError, collect, type WireRequestBody } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';

/** The largest JSON body that is read, in bytes. */
const MAX_JSON_BYTES = 32 * 1024 * 1024;

/** The deepest nesting that is taken: what comes after us may not survive more. */
const MAX_DEPTH = 64;

type Fields = Record<string, unknown>;

/** Reads a request's body as a JSON object, also where it is still bytes; throws 400 or 413. */
export async function readJsonObject(body: WireRequestBody | undefined): Promise<Fields> {
  const value = isBytes(body) ? parse(await whole(body)) : body;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  if (isTooDeep(value)) throw refusal(400, `The JSON body is nested deeper than ${MAX_DEPTH} levels.`);
  return value as Fields;
}

function isBytes(body: unknown): body is Uint8Array | AsyncIterable<Uint8Array> {
  return body instanceof Uint8Array || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
}

async function whole(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  try {
    return await collect(body, MAX_JSON_BYTES);
  } catch (error) {
    if (!ColloquyError.isInstance(error) || error.code !== 'too_large') throw error;
    throw refusal(413, `The request body is larger than ${MAX_JSON_BYTES} bytes.`, { apiCode: 'request_too_large' });
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw unreadable();
  }
}

function unreadable(): ColloquyError {
  return refusal(400, 'We could not parse the JSON body of your request. It has to be a JSON object.');
}

function isTooDeep(value: object, depth = 1): boolean {
  if (depth > MAX_DEPTH) return true;
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null && isTooDeep(item, depth + 1)) return true;
  }
  return false;
}

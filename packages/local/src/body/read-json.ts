import type { WireRequest } from '@colloquy/core';
import { Refusal } from '../refusal/refusal.ts';
import { takeTurn } from '../take-turn.ts';
import { bodyBytes } from './body-bytes.ts';
import { decodedBytes } from './decoded-bytes.ts';
import type { JsonObject } from './json-object.ts';
import { isJsonObject } from './json-object.ts';
import { parseJson } from './parse-json.ts';

/** The largest JSON body, in bytes after decoding. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** A body that is parsed in a turn of its own. */
const LARGE_BYTES = 64 * 1024;

/** Reads a request's body as a JSON object, in the words of a service where it is not one. */
export type ReadJson = (request: WireRequest) => Promise<JsonObject>;

/** A request's body as a JSON object of its own; an absent body is an empty object. */
export async function readJson(request: WireRequest): Promise<JsonObject> {
  const bytes = await wholeBody(request);
  if (bytes.length === 0) return {};
  const value = parseJson(bytes);
  if (!isJsonObject(value)) throw new Refusal(400, 'The request body must be a JSON object.');
  return value;
}

/** The bytes of a JSON body, its coding undone. */
export async function wholeBody(request: WireRequest): Promise<Uint8Array> {
  const coding = request.headers['content-encoding'];
  const chunks: Uint8Array[] = [];
  for await (const chunk of decodedBytes(bodyBytes(request.body), coding, MAX_JSON_BYTES)) chunks.push(chunk);
  const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  // A large body takes milliseconds to read; others get their turn before each.
  if (bytes.length > LARGE_BYTES) await takeTurn();
  return bytes;
}

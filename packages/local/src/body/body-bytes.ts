import type { WireRequest } from '@colloquy/core';
import { badJson, invalid } from '../refusal/refusals.ts';

/** A request body as pieces of bytes; a JSON value is serialised. */
export async function* bodyBytes(body: WireRequest['body']): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (body instanceof Uint8Array) yield body;
  else if (isByteStream(body)) yield* body;
  else yield Buffer.from(serialise(body));
}

/** Whether a body streams its bytes. */
function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** A JSON value as text; a value that JSON cannot say is the caller's mistake. */
function serialise(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw badJson(error);
  }
  if (text === undefined) throw invalid('body', 'The request body is not a JSON value.');
  return text;
}

import { ColloquyError } from '../errors/index.ts';
import { EventStream } from './event-stream.ts';
import type { WireReplyBody } from './transport.ts';

/** The largest body that is read whole, in bytes after decoding: an answer of 16 MiB is already no chat answer. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();

/** A body as the bytes that stand on the wire. */
export function toBytes(body: WireReplyBody): Uint8Array | AsyncIterable<Uint8Array> {
  return EventStream.isInstance(body) ? eventBytes(body) : body;
}

/**
 * Reads a body to its end.
 *
 * Rejects with `too_large` beyond `limit` bytes, having closed the connection.
 */
export async function collect(body: WireReplyBody, limit = MAX_BODY_BYTES): Promise<Uint8Array> {
  const bytes = toBytes(body);
  if (bytes instanceof Uint8Array) {
    if (bytes.byteLength > limit) throw tooLarge(limit);
    return bytes;
  }
  // Most answers have come as a whole before anybody asks, and a loop that waits costs as much as sending the request.
  const ready = (bytes as { takeAll?(): Uint8Array | undefined }).takeAll?.();
  if (ready !== undefined) {
    if (ready.byteLength > limit) throw tooLarge(limit);
    return ready;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.byteLength;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : join(parts);
}

/** Byte strings joined into one. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

async function* eventBytes(stream: EventStream): AsyncGenerator<Uint8Array> {
  for await (const batch of stream) {
    yield batch.bytes ?? encoder.encode(batch.events.map(String).join(''));
  }
}

function tooLarge(limit: number): ColloquyError {
  return new ColloquyError('too_large', `the answer is larger than ${limit} bytes`);
}

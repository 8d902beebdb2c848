import type { EventBatch } from '@colloquy/core';
import { divide, pieceCount } from './batch-text.ts';
import { holdsUsage, readUsage, type TokenUsage, usageOf } from './token-usage.ts';

const USAGE = Buffer.from('"usage":');
const DATA_LINE = Buffer.from('\ndata:');
const LINE_END = Buffer.from('\n');

/** The longest `usage` object that is read, in bytes; the longest known is a tenth of it. */
const MAX_USAGE_BYTES = 8_192;

/** Events before the first piece of an answer: a role in Chat Completions, four of them in Responses. */
const CHAT_PREAMBLE = 1;
const RESPONSES_PREAMBLE = 4;

/**
 * Watches an answer pass and notes what it cost, without holding it up, copying it or parsing its pieces.
 *
 * The marker `"usage":` cannot stand inside a JSON string, where its quotes would be escaped; so looking for its bytes
 * is exact, and everything else of the answer is only counted.
 */
export class UsageTap {
  #usage: TokenUsage | undefined;
  #events = 0;
  #bytes = 0;
  // As if a line had ended before: the first line of a stream is one like any other.
  #tail: Buffer = LINE_END;
  #capture: Buffer | undefined;
  readonly #preamble: number;

  constructor(path: string) {
    this.#preamble = path.startsWith('/responses') ? RESPONSES_PREAMBLE : CHAT_PREAMBLE;
  }

  /** What the service reported; the last report counts. */
  get usage(): TokenUsage | undefined {
    return this.#usage;
  }

  /** How many pieces of the answer have passed; services send about one token in each. */
  get pieces(): number {
    return Math.max(0, this.#events - this.#preamble);
  }

  /** How many bytes have passed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Notes bytes as they stand on the wire: JSON, or server-sent events. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#bytes += bytes.byteLength;
    if (this.#capture !== undefined) this.#continue(bytes);
    // A marker may be cut by the end of a read; its beginning is kept, and is shorter than the marker itself.
    const text = this.#tail.byteLength === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#find(text);
    this.#events += countOf(text, DATA_LINE);
    this.#tail = Buffer.from(text.subarray(tailStart(text)));
  }

  /** Notes a JSON answer that is whole: nothing of it is copied. */
  pushWhole(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#bytes += bytes.byteLength;
    this.#find(bytes);
    this.#capture = undefined;
  }

  /** Notes events that are parsed already. */
  pushBatch(batch: EventBatch): void {
    this.#events += pieceCount(batch);
    this.noteUsage(batch);
  }

  /** The same without counting its pieces. */
  noteUsage(batch: EventBatch): void {
    for (const event of divide(batch).telling?.events ?? []) {
      if (event.isDone) continue;
      // An event that was read still has its text, which is cheaper to look through than to parse.
      if (batch.bytes !== undefined && !holdsUsage(event.data)) continue;
      try {
        this.#usage = usageOf(event.json) ?? this.#usage;
      } catch {
        // Whoever reads the stream reports the event that is not JSON.
      }
    }
  }

  #find(text: Buffer): void {
    for (let at = text.indexOf(USAGE); at !== -1; at = text.indexOf(USAGE, at + 1)) {
      const value = text.subarray(at + USAGE.byteLength);
      const rest = objectEnd(value);
      if (rest === 'none') continue;
      if (rest === 'open') {
        this.#capture = Buffer.from(value);
        return;
      }
      this.#read(value.subarray(0, rest));
    }
  }

  #continue(bytes: Buffer): void {
    const value = Buffer.concat([this.#capture as Buffer, bytes.subarray(0, MAX_USAGE_BYTES)]);
    const rest = objectEnd(value);
    this.#capture = rest === 'open' && value.byteLength < MAX_USAGE_BYTES ? value : undefined;
    if (typeof rest === 'number') this.#read(value.subarray(0, rest));
  }

  #read(object: Buffer): void {
    try {
      this.#usage = readUsage(JSON.parse(object.toString())) ?? this.#usage;
    } catch {
      // Something else with the same name: a tool's parameters, say.
    }
  }
}

/** Where the object at the beginning of some bytes ends; `open` where that is still to come, `none` without object. */
function objectEnd(bytes: Buffer): number | 'open' | 'none' {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  if (at >= bytes.byteLength) return 'open';
  if (bytes[at] !== 0x7b) return 'none';
  let depth = 0;
  for (; at < bytes.byteLength && at < MAX_USAGE_BYTES; at += 1) {
    if (bytes[at] === 0x7b) depth += 1;
    else if (bytes[at] === 0x7d) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return bytes.byteLength >= MAX_USAGE_BYTES ? 'none' : 'open';
}

function countOf(text: Buffer, needle: Buffer): number {
  let found = 0;
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.byteLength)) found += 1;
  return found;
}

/** Where the last bytes begin that could be the beginning of a marker. */
function tailStart(text: Buffer): number {
  for (let length = Math.min(USAGE.byteLength - 1, text.byteLength); length > 0; length -= 1) {
    const end = text.subarray(text.byteLength - length);
    if (isPrefix(end, USAGE) || isPrefix(end, DATA_LINE)) return text.byteLength - length;
  }
  return text.byteLength;
}

function isPrefix(end: Buffer, marker: Buffer): boolean {
  return end.byteLength < marker.byteLength && marker.subarray(0, end.byteLength).equals(end);
}

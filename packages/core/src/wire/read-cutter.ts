import { join } from './collect.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** How many bytes of an event are held back, waiting for its end: joining more, read by read, would cost too much. */
const MAX_HELD_BYTES = 64 * 1024;

/**
 * Cuts reads where events end, so that each is whole events: passed on as they came, or parsed by themselves.
 *
 * It looks for `\n\n`, which nearly every service writes; where lines end in another way, or an event is long, the reads
 * are left to a parser.
 */
export class ReadCutter {
  readonly #maxHeld: number;
  #rest: Uint8Array | undefined;

  constructor(maxHeld = MAX_HELD_BYTES) {
    this.#maxHeld = Math.min(maxHeld, MAX_HELD_BYTES);
  }

  /**
   * The events that end in these bytes, in pieces of whole events; `undefined` where they cannot be told apart, and are
   * left for a parser behind what `takeRest` gives.
   *
   * An event that began in the read before is a piece of its own: the others need no copying.
   */
  cut(bytes: Uint8Array): readonly Uint8Array[] | undefined {
    const end = lastEnd(bytes);
    if (end === 0) return this.#hold(bytes);
    const rest = this.#rest;
    // Copied, because a few bytes would keep the memory of a whole read.
    this.#rest = end < bytes.byteLength ? bytes.slice(end) : undefined;
    const events = end < bytes.byteLength ? bytes.subarray(0, end) : bytes;
    if (rest === undefined) return [events];
    const firstEnd = firstEndAfter(rest, events);
    const first = join([rest, events.subarray(0, firstEnd)]);
    return firstEnd === end ? [first] : [first, events.subarray(firstEnd)];
  }

  #hold(bytes: Uint8Array): readonly Uint8Array[] | undefined {
    const held = this.#rest === undefined ? bytes.slice() : join([this.#rest, bytes]);
    if (held.byteLength > this.#maxHeld || bytes.includes(RETURN)) return undefined;
    // The two ends of line that end an event may have come in two reads.
    const end = lastEnd(held);
    this.#rest = end < held.byteLength ? held.subarray(end) : undefined;
    return end === 0 ? [] : [held.subarray(0, end)];
  }

  /** What no event has ended yet, which is forgotten here. */
  takeRest(): Uint8Array | undefined {
    const rest = this.#rest;
    this.#rest = undefined;
    return rest;
  }
}

/** Where the last event of some bytes ends; 0 where none does. */
function lastEnd(bytes: Uint8Array): number {
  for (let at = bytes.byteLength - 1; at > 0; at -= 1) {
    if (bytes[at] === NEWLINE && bytes[at - 1] === NEWLINE) return at + 1;
  }
  return 0;
}

/** Where an event ends that began before these bytes; one does end in them. */
function firstEndAfter(before: Uint8Array, bytes: Uint8Array): number {
  return before.at(-1) === NEWLINE && bytes[0] === NEWLINE ? 1 : eventEnd(bytes, 1);
}

/** Where the first event ends whose last byte is at `from` or later; the end of the bytes where none does. */
export function eventEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.byteLength; at += 1) {
    if (bytes[at] === NEWLINE && bytes[at - 1] === NEWLINE) return at + 1;
  }
  return bytes.byteLength;
}

import { join } from './collect.ts';

const NEWLINE = 0x0a;

/**
 * Cuts reads where events end, so that each is whole events: passed on as they came, or parsed by themselves.
 *
 * It looks for `\n\n`, which nearly every service writes; where that is not found the reads are left to a parser.
 */
export class ReadCutter {
  #rest: Uint8Array | undefined;

  /**
   * The events that end in these bytes, in pieces of whole events; none where no event ends in them.
   *
   * An event that began in the read before is a piece of its own: the others need no copying.
   */
  cut(bytes: Uint8Array): readonly Uint8Array[] {
    const end = lastEnd(bytes);
    if (end === 0) return [];
    const rest = this.#rest;
    // Copied, because a few bytes would keep the memory of a whole read.
    this.#rest = end < bytes.byteLength ? bytes.slice(end) : undefined;
    const events = end < bytes.byteLength ? bytes.subarray(0, end) : bytes;
    if (rest === undefined) return [events];
    const firstEnd = firstEndAfter(rest, events);
    const first = join([rest, events.subarray(0, firstEnd)]);
    return firstEnd === end ? [first] : [first, events.subarray(firstEnd)];
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
  let last = before[before.byteLength - 1];
  let at = 0;
  for (; bytes[at] !== NEWLINE || last !== NEWLINE; at += 1) last = bytes[at];
  return at + 1;
}

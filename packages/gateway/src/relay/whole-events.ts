const NEWLINE = 0x0a;

/** Blank lines, as each kind of line ending writes them. */
const BOUNDARIES = ['\n\n', '\r\n\r\n', '\r\r'] as const;

/**
 * Bytes of an event stream, cut where an event ends: what of the last event has come is kept for the next call.
 *
 * So nothing that is put between two reads ends up in the middle of an event. Most reads end where an event does, and
 * pass as they are.
 */
export class WholeEvents {
  #rest: Uint8Array | undefined;

  /** The bytes up to the last event that is whole; empty where none is. */
  push(bytes: Uint8Array): Uint8Array {
    const all = this.#rest === undefined ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = undefined;
    if (all.at(-1) === NEWLINE && all.at(-2) === NEWLINE) return all;
    const end = lastBoundary(all);
    if (end < all.byteLength) this.#rest = all.subarray(end);
    return all.subarray(0, end);
  }

  /** Forgets the events that these bytes complete, because they were said in another way. */
  skip(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.#rest = undefined;
    else this.push(bytes);
  }
}

function lastBoundary(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Math.max(...BOUNDARIES.map((boundary) => ends(buffer.lastIndexOf(boundary), boundary)));
}

function ends(at: number, boundary: string): number {
  return at === -1 ? 0 : at + boundary.length;
}

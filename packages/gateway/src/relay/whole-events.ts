const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

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

  /** The bytes up to the last event that is whole, in as many pieces as need no copying; none where no event is. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const rest = this.#rest;
    if (rest === undefined) return this.#cut(bytes);
    this.#rest = undefined;
    const whole = this.#cut(bytes);
    if (whole.length > 0) return [rest, ...whole];
    this.#rest = undefined;
    return this.#cut(Buffer.concat([rest, bytes]));
  }

  #cut(all: Uint8Array): readonly Uint8Array[] {
    if (all.at(-1) === NEWLINE && all.at(-2) === NEWLINE) return [all];
    const end = lastBoundary(all);
    if (end < all.byteLength) this.#rest = all.subarray(end);
    return end === 0 ? [] : [all.subarray(0, end)];
  }

  /** Forgets the events that these bytes complete, because they were said in another way. */
  forget(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.#rest = undefined;
    else this.push(bytes);
  }
}

function lastBoundary(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Looking for one byte is many times faster than looking for two line endings that hardly any service writes.
  const [plain, ...others] = BOUNDARIES;
  const found = ends(buffer.lastIndexOf(plain), plain);
  if (!buffer.includes(CARRIAGE_RETURN)) return found;
  return Math.max(found, ...others.map((boundary) => ends(buffer.lastIndexOf(boundary), boundary)));
}

function ends(at: number, boundary: string): number {
  return at === -1 ? 0 : at + boundary.length;
}

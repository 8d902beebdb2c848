import { join } from '../wire/collect.ts';

/** Why a line cannot be read as text. */
export type UnreadableLine = 'encoding' | 'length';

/** Receives each line, without its newline: its text, or why it has none. */
export type OnLine = (text: string | undefined, unreadable?: UnreadableLine) => void;

const NEWLINE = 10;
/** Larger reads are taken in pieces of this many bytes, so that the decoded text stays small too. */
const PIECE = 1024 * 1024;

/** Cuts bytes that arrive in any pieces into lines; it holds one unfinished line, of at most `maxLineBytes`. */
export class LineReader {
  readonly #onLine: OnLine;
  readonly #maxLineBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pending: Uint8Array[] = [];
  #pendingSize = 0;
  #tooLong = false;

  constructor(onLine: OnLine, maxLineBytes: number) {
    this.#onLine = onLine;
    this.#maxLineBytes = maxLineBytes;
  }

  push(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.byteLength; start += PIECE) this.#take(bytes.subarray(start, start + PIECE));
  }

  /** Hands on the last line where no newline ended it. */
  end(): void {
    if (this.#pendingSize > 0 || this.#tooLong) this.#finish();
  }

  #take(piece: Uint8Array): void {
    const last = piece.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.#hold(piece);
      return;
    }
    let start = 0;
    if (this.#pendingSize > 0 || this.#tooLong) {
      const first = piece.indexOf(NEWLINE);
      this.#hold(piece.subarray(0, first));
      this.#finish();
      start = first + 1;
    }
    if (start <= last) this.#lines(piece.subarray(start, last));
    if (last + 1 < piece.byteLength) this.#hold(piece.subarray(last + 1));
  }

  /** Whole lines, decoded at once: one call for hundreds of lines costs a tenth of one call each. */
  #lines(block: Uint8Array): void {
    const text = this.#decode(block);
    if (text === undefined) {
      this.#lineByLine(block);
      return;
    }
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(text.slice(start, end));
      start = end + 1;
    }
    this.#line(text.slice(start));
  }

  /** Finds which lines of a block are not UTF-8. */
  #lineByLine(block: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = block.indexOf(NEWLINE, start);
      this.#bytes(block.subarray(start, end < 0 ? undefined : end));
      if (end < 0) return;
      start = end + 1;
    }
  }

  #hold(part: Uint8Array): void {
    if (this.#tooLong || part.byteLength === 0) return;
    this.#pendingSize += part.byteLength;
    if (this.#pendingSize > this.#maxLineBytes) {
      this.#tooLong = true;
      this.#pending = [];
      this.#pendingSize = 0;
      return;
    }
    // A copy, since the source may use its buffer again.
    this.#pending.push(part.slice());
  }

  #finish(): void {
    if (this.#tooLong) this.#onLine(undefined, 'length');
    else this.#bytes(join(this.#pending));
    this.#pending = [];
    this.#pendingSize = 0;
    this.#tooLong = false;
  }

  #bytes(bytes: Uint8Array): void {
    const text = this.#decode(bytes);
    if (text === undefined) this.#onLine(undefined, 'encoding');
    else this.#line(text);
  }

  #line(text: string): void {
    if (text.length > this.#maxLineBytes) this.#onLine(undefined, 'length');
    else this.#onLine(text);
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}

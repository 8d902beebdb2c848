import type { EventWriter } from '@colloquy/gateway';

/** The most that is gathered before it is written, in characters. */
const MAX_GATHERED = 64 * 1024;

/**
 * Writes together what is ready together: the tokens of one network read cost one write, and none of them waits.
 *
 * A tick runs when no promise is left to settle, and so when all that was ready has been added.
 */
export class GatheredWrites {
  readonly #writer: EventWriter;
  #text = '';
  #isDue = false;
  #blocked: Promise<void> | undefined;

  constructor(writer: EventWriter) {
    this.#writer = writer;
  }

  /** Adds text or bytes; the promise, where there is one, is for when the reader can take more. */
  add(frame: string | Uint8Array): Promise<void> | undefined {
    if (typeof frame !== 'string') {
      this.flush();
      this.#write(frame);
    } else {
      this.#text += frame;
      if (this.#text.length >= MAX_GATHERED) this.flush();
      else this.#flushSoon();
    }
    return this.#blocked;
  }

  /** Writes what has been gathered. */
  flush(): void {
    const text = this.#text;
    this.#text = '';
    if (text !== '') this.#write(text);
  }

  #flushSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    process.nextTick(() => {
      this.#isDue = false;
      this.flush();
    });
  }

  #write(data: string | Uint8Array): void {
    const blocked = this.#writer.write(data);
    if (blocked === undefined) return;
    this.#blocked = blocked.then(() => {
      this.#blocked = undefined;
    });
  }
}

import type { IncomingMessage } from 'node:http';

/**
 * The memory that a request's body is read into, given back as soon as its bytes have been passed on.
 *
 * Node reads into new memory each time, and V8 lets about 64 MB of it pile up before it collects any. What somebody else
 * listens to as well is left alone.
 */
export class ReadMemory {
  readonly #request: IncomingMessage;
  readonly #listeners: number;
  readonly #read = new WeakSet<ArrayBufferLike>();
  #last: ArrayBufferLike | undefined;

  /** `listeners`: how many of those who listen to the body's `data` do so for whoever releases it. */
  constructor(request: IncomingMessage, listeners: number) {
    this.#request = request;
    this.#listeners = listeners;
  }

  /** Notes a read; what shares its memory with anything else is not given back. */
  readonly note = ({ buffer, byteLength }: Uint8Array): void => {
    if (byteLength === buffer.byteLength) this.#read.add(buffer);
  };

  /** Gives a read back, as it was or piece by piece, in the order in which it came. */
  readonly release = ({ buffer }: Uint8Array): void => {
    const done = this.#last;
    // The pieces of a read are all back once the first piece of another is.
    if (buffer === done) return;
    this.#last = buffer;
    if (done === undefined || !this.#read.has(done)) return;
    if (this.#request.listenerCount('data') <= this.#listeners) (done as ArrayBuffer).transfer(0);
  };
}

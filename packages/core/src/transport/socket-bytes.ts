import type { Readable } from 'node:stream';
import { join } from '../wire/index.ts';

/** Bytes that may wait for the consumer before the socket is paused. */
const MAX_WAITING_BYTES = 256 * 1024;

/** Reads are joined up to this size; copying larger ones would cost more than it saves. */
const MAX_JOINED_BYTES = 64 * 1024;

type Result = IteratorResult<Uint8Array>;

/**
 * The bytes of a Node stream, a read at a time, pausing the socket when nobody takes them.
 *
 * The stream's own async iterator costs 1.4 times as much per event as listening to `data`. Leaving the loop destroys
 * the stream, and with it the connection.
 */
export function socketBytes(stream: Readable): AsyncIterable<Uint8Array> {
  return new SocketBytes(stream);
}

class SocketBytes implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #stream: Readable;
  readonly #reads: Uint8Array[] = [];
  #waiting: { resolve: (result: Result) => void; reject: (error: unknown) => void } | undefined;
  #waitingBytes = 0;
  #ended = false;
  #error: unknown;

  constructor(stream: Readable) {
    this.#stream = stream;
    // From the start, because a connection may break before anybody reads: an error that nobody listens to would end
    // the process, and one that went by unheard would leave the reader waiting for ever.
    stream.on('end', () => this.#onEnd(undefined));
    stream.on('error', (error) => this.#onEnd(error));
    stream.on('close', () => this.#onEnd(PREMATURE));
    if (stream.destroyed) this.#onEnd(stream.errored ?? PREMATURE);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.#stream.on('data', (bytes: Uint8Array) => this.#onData(bytes));
    return this;
  }

  next(): Promise<Result> {
    if (this.#reads.length > 0) {
      const value = this.#take();
      if (this.#reads.length === 0 && this.#stream.isPaused()) this.#stream.resume();
      return Promise.resolve({ value, done: false });
    }
    if (this.#error !== undefined) {
      const error = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async return(): Promise<Result> {
    this.#reads.length = 0;
    this.#error = undefined;
    if (!this.#ended) {
      this.#ended = true;
      this.#stream.destroy();
    }
    this.#waiting?.resolve({ value: undefined, done: true });
    this.#waiting = undefined;
    return { value: undefined, done: true };
  }

  #onData(bytes: Uint8Array): void {
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ value: bytes, done: false });
      return;
    }
    this.#reads.push(bytes);
    this.#waitingBytes += bytes.byteLength;
    if (this.#waitingBytes >= MAX_WAITING_BYTES) this.#stream.pause();
  }

  /** Small reads that wait, as one: a service sends each token by itself, and each read costs a turn of every layer above. */
  #take(): Uint8Array {
    let size = 0;
    const end = this.#reads.findIndex(({ byteLength }) => {
      size += byteLength;
      return size > MAX_JOINED_BYTES;
    });
    const taken = this.#reads.splice(0, end === -1 ? this.#reads.length : Math.max(1, end));
    const bytes = taken.length === 1 ? (taken[0] as Uint8Array) : join(taken);
    this.#waitingBytes -= bytes.byteLength;
    return bytes;
  }

  #onEnd(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve({ value: undefined, done: true });
    else if (waiting !== undefined) waiting.reject(error);
    else this.#error = error;
  }
}

const PREMATURE = Object.assign(new Error('the connection was closed before the end of the answer'), {
  code: 'UND_ERR_SOCKET',
});

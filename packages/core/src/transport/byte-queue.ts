import { join } from '../wire/index.ts';

/** Bytes that may wait for the reader before their source is paused. */
const MAX_WAITING_BYTES = 256 * 1024;

/** Reads are joined up to this size; copying larger ones would cost more than it saves. */
const MAX_JOINED_BYTES = 64 * 1024;

type Result = IteratorResult<Uint8Array>;

const DONE: Result = { value: undefined, done: true };

/** What the bytes of a queue come from. */
export interface ByteSource {
  pause(): void;
  resume(): void;
  /** Nobody wants the rest. */
  leave(): void;
}

/**
 * Bytes that a connection pushes and a reader takes, a read at a time; a source whose bytes nobody takes is paused.
 *
 * They may be pushed before anybody reads. Leaving the loop leaves the source.
 */
export class ByteQueue implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #source: ByteSource;
  #reads: Uint8Array[] = [];
  #waiting: { resolve: (result: Result) => void; reject: (error: unknown) => void } | undefined;
  #waitingBytes = 0;
  #paused = false;
  #ended = false;
  #error: unknown;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** More bytes have come. */
  push(bytes: Uint8Array): void {
    if (this.#ended) return;
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ value: bytes, done: false });
      return;
    }
    this.#reads.push(bytes);
    this.#waitingBytes += bytes.byteLength;
    if (this.#paused || this.#waitingBytes < MAX_WAITING_BYTES) return;
    this.#paused = true;
    this.#source.pause();
  }

  /** All have come, or something broke; what came before is still there to be read. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve(DONE);
    else if (waiting !== undefined) waiting.reject(error);
    else this.#error = error;
  }

  /** Everything at once, where all of it has come; `undefined` where there is more to wait for. */
  takeAll(): Uint8Array | undefined {
    if (!this.#ended || this.#error !== undefined) return undefined;
    const reads = this.#reads;
    this.#reads = [];
    return reads.length === 1 ? reads[0] : join(reads);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  next(): Promise<Result> {
    if (this.#reads.length > 0) {
      const value = this.#take();
      if (this.#paused && this.#reads.length === 0) {
        this.#paused = false;
        this.#source.resume();
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#error !== undefined) {
      const error = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async return(): Promise<Result> {
    this.#reads = [];
    this.#error = undefined;
    if (!this.#ended) {
      this.#ended = true;
      this.#source.leave();
    }
    this.#waiting?.resolve(DONE);
    this.#waiting = undefined;
    return DONE;
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
}

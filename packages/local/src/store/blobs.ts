/** Bytes that were received but are not kept yet: exactly one of `commit` and `discard` is called. */
export interface StagedBlob {
  readonly bytes: number;
  /** Keeps the bytes; resolves with their key once they would survive a power loss, where the store is durable. */
  commit(): Promise<string>;
  discard(): Promise<void>;
}

/** Immutable runs of bytes by a key of the store's own making; no name from outside ever becomes a path. */
export interface Blobs {
  /** Receives bytes; rejects with what `source` rejects with, and leaves nothing behind then. */
  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedBlob>;
  read(key: string): AsyncIterable<Uint8Array>;
  delete(key: string): Promise<void>;
  /** Deletes what no record speaks of, and every half-received upload. */
  sweep(known: ReadonlySet<string>): void;
}

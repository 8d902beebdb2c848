import type { Blobs, StagedBlob } from './blobs.ts';
import type { Records } from './records.ts';

/** Records and the blobs they speak of, kept so that neither is ever acknowledged without the other. */
export class Store {
  readonly records: Records;
  readonly blobs: Blobs;
  readonly #lock: { release(): void } | undefined;

  /** @param lock what keeps others from the same directory, given up at the end */
  constructor(records: Records, blobs: Blobs, lock?: { release(): void }) {
    this.records = records;
    this.blobs = blobs;
    this.#lock = lock;
    blobs.sweep(new Set(records.everywhere('blob').map(({ id }) => id)));
  }

  /** Keeps staged bytes and, in one transaction with their row, whatever `record` writes. */
  keep<T>(staged: StagedBlob, record: (key: string) => T): Promise<T> {
    return this.keepAll([staged], ([key]) => record(key as string));
  }

  /** Keeps several blobs and what is recorded of them, or none. */
  async keepAll<T>(staged: readonly StagedBlob[], record: (keys: readonly string[]) => T): Promise<T> {
    const keys: string[] = [];
    try {
      for (const blob of staged) keys.push(await blob.commit());
      return this.records.transaction(() => {
        for (const key of keys) this.records.put('blob', '', key, {});
        return record(keys);
      });
    } catch (error) {
      for (const key of keys) await this.blobs.delete(key);
      for (const blob of staged.slice(keys.length)) await blob.discard();
      throw error;
    }
  }

  /** Gives up a blob: its row and whatever `record` changes go first, then the bytes. */
  async drop(key: string, record: () => void): Promise<void> {
    this.records.transaction(() => {
      this.records.delete('blob', '', key);
      record();
    });
    await this.blobs.delete(key);
  }

  /** A blob as one array. */
  async bytes(key: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.blobs.read(key)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  close(): void {
    this.records.close();
    this.#lock?.release();
  }
}

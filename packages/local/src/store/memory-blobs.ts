import { newId } from '../new-id.ts';
import type { Blobs, StagedBlob } from './blobs.ts';

/** Blobs in memory. */
export class MemoryBlobs implements Blobs {
  readonly #blobs = new Map<string, readonly Uint8Array[]>();

  async stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedBlob> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of source) {
      // A copy: the sender may use its buffer again.
      chunks.push(Uint8Array.from(chunk));
      bytes += chunk.length;
    }
    const commit = async () => {
      const key = newId('');
      this.#blobs.set(key, chunks);
      return key;
    };
    return { bytes, commit, discard: async () => {} };
  }

  async *read(key: string): AsyncIterable<Uint8Array> {
    for (const chunk of this.#blobs.get(key) ?? []) yield chunk;
  }

  async delete(key: string): Promise<void> {
    this.#blobs.delete(key);
  }

  sweep(): void {}
}

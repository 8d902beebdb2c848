import { readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../new-id.ts';
import type { Blobs, StagedBlob } from './blobs.ts';

const READ_SIZE = 64 * 1024;

/** Blobs as plain files: written aside, synced, renamed, and their folder synced, before anybody hears of them. */
export class FileBlobs implements Blobs {
  readonly #kept: string;
  readonly #staging: string;

  constructor(directories: { kept: string; staging: string }) {
    this.#kept = directories.kept;
    this.#staging = directories.staging;
  }

  async stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedBlob> {
    const key = newId('');
    const aside = join(this.#staging, key);
    let bytes = 0;
    let file: FileHandle | undefined;
    try {
      file = await open(aside, 'wx', 0o600);
      for await (const chunk of source) {
        await writeAll(file, chunk);
        bytes += chunk.length;
      }
      await file.sync();
      await file.close();
    } catch (error) {
      await file?.close().catch(() => {});
      await rm(aside, { force: true });
      throw error;
    }
    const commit = async () => {
      await rename(aside, join(this.#kept, key));
      await syncDirectory(this.#kept);
      return key;
    };
    return { bytes, commit, discard: () => rm(aside, { force: true }) };
  }

  async *read(key: string): AsyncIterable<Uint8Array> {
    const file = await open(join(this.#kept, key), 'r');
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(READ_SIZE), 0, READ_SIZE);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  delete(key: string): Promise<void> {
    return rm(join(this.#kept, key), { force: true });
  }

  sweep(known: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#staging)) rmSync(join(this.#staging, name), { force: true });
    for (const name of readdirSync(this.#kept)) {
      if (!known.has(name)) rmSync(join(this.#kept, name), { force: true });
    }
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < chunk.length) offset += (await file.write(chunk, offset)).bytesWritten;
}

/** A rename is durable only once its folder is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ColloquyError } from '@colloquy/core';
import { lockDirectory } from './directory-lock.ts';
import { FileBlobs } from './file-blobs.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { MemoryRecords } from './memory-records.ts';
import { SqliteRecords } from './sqlite-records.ts';
import { Store } from './store.ts';

/**
 * The store of a data directory, which is made where it is missing; without one, a store in memory.
 *
 * @throws ColloquyError `configuration`, param `dataDir`, where the directory cannot be made, read or written, or is held
 *   by another process.
 */
export function openStore(dataDir: string | undefined): Store {
  if (dataDir === undefined) return new Store(new MemoryRecords(), new MemoryBlobs());
  const root = resolve(dataDir);
  const directories = { kept: join(root, 'blobs'), staging: join(root, 'incoming') };
  try {
    for (const directory of Object.values(directories)) mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
    const lock = lockDirectory(root);
    try {
      return new Store(new SqliteRecords(join(root, 'colloquy.db')), new FileBlobs(directories), lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    if (ColloquyError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ColloquyError('configuration', `The data directory ${root} cannot be used: ${reason}.`, {
      param: 'dataDir',
      cause: error,
    });
  }
}

import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ColloquyError } from '@colloquy/core';

/** SQLite's `SQLITE_BUSY`. */
const BUSY = 5;

/**
 * Holds a data directory for this process until `release`; the system lets go of it when the process ends, however.
 *
 * The lock is SQLite's on an empty file of its own, as Node has none for files; beside it stands who holds it.
 *
 * @throws ColloquyError `configuration`, param `dataDir`, where another process, or another provider of this one, holds it.
 */
export function lockDirectory(root: string): { release(): void } {
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  const path = join(root, 'lock.db');
  const holder = join(root, 'lock.pid');
  closeSync(openSync(path, 'a', 0o600));
  const db = new Database(path);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== BUSY) throw error;
    throw new ColloquyError(
      'configuration',
      `The data directory ${root} is in use by process ${pidIn(holder)}; stop that one, or name another directory.`,
      { param: 'dataDir' },
    );
  }
  writeFileSync(holder, `${process.pid}\n`, { mode: 0o600 });
  return { release: () => db.close() };
}

function pidIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Between its lock and its name.
    return 'unknown';
  }
}

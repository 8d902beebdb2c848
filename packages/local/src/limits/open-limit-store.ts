import { join } from 'node:path';
import { type LimitStore, memoryStore } from '@colloquy/limits';

/** Where limits are counted: beside the records of a data directory, so that a restart gives no new day; or in memory. */
export async function openLimitStore(dataDir: string | undefined): Promise<LimitStore> {
  if (dataDir === undefined) return memoryStore();
  const { sqliteStore } = await import('@colloquy/limits/sqlite');
  return sqliteStore(join(dataDir, 'limits.db'));
}

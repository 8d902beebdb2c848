/**
 * Limits that the processes of one machine share, and that outlive them.
 *
 * @module @colloquy/limits/sqlite
 */

export { type SqliteStoreOptions, sqliteStore } from './sqlite-store.ts';

import { ApiError, ColloquyError } from '@colloquy/core';
import { Refusal } from './refusal.ts';
import { diskFull, serverError, storeBusy } from './refusals.ts';

/** What the operating system's or SQLite's failures mean to the caller; anything else is a 500. */
const BY_CODE: Readonly<Record<string, () => Refusal>> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EFBIG: diskFull,
  EIO: () => storeBusy('The disk of the data directory could not be read or written.'),
  EMFILE: () => storeBusy('Too many files are open; try again in a moment.'),
  ENFILE: () => storeBusy('Too many files are open; try again in a moment.'),
};

/** SQLite's primary result codes: 5 busy, 6 locked, 10 I/O error, 13 full. */
const BY_SQLITE: Readonly<Record<number, () => Refusal>> = {
  5: () => storeBusy('The database is locked by another process; try again in a moment.'),
  6: () => storeBusy('The database is locked by another process; try again in a moment.'),
  10: () => storeBusy('The disk of the data directory could not be read or written.'),
  13: diskFull,
};

/** The refusal an error amounts to: itself, a full disk, a locked database, or a plain 500. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (ApiError.isInstance(error) && error.status !== undefined) {
    const details = { type: error.type ?? 'server_error', code: error.apiCode, param: error.param };
    return new Refusal(error.status, error.message, { ...details, headers: error.headers });
  }
  if (ColloquyError.isInstance(error) && error.code === 'invalid_request') {
    return new Refusal(400, error.message, { param: error.param ?? null });
  }
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return (BY_SQLITE[errcode & 0xff] ?? serverError)();
  return (typeof code === 'string' ? (BY_CODE[code] ?? serverError) : serverError)();
}

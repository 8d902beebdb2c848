import type { DatabaseSync } from 'node:sqlite';
import { ColloquyError } from '@colloquy/core';
import { refusals } from '../store/admission.ts';
import type { LimitStore, LineReading, StoreReservation, StoreSettlement, StoreVerdict } from '../store/limit-store.ts';
import { storeUnavailable } from '../store/store-unavailable.ts';
import { utcDay } from '../store/window.ts';
import { SCHEMA } from './schema.ts';
import { ensurePlace, evict, findPlace, readLine } from './sqlite-line.ts';
import { prepare, type Statements } from './statements.ts';

/** How a store file is used. */
export interface SqliteStoreOptions {
  /** How long to wait for another process that is writing, in milliseconds; afterwards 503. @default 5000 */
  busyTimeoutMs?: number;
  /** Survive a power cut without losing the last transactions, at a third of the speed. @default false */
  durable?: boolean;
}

/**
 * Counts limits in a SQLite file that several processes on one machine may share.
 *
 * It survives `kill -9` of any of them. Throws `configuration` where the file cannot be opened.
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): LimitStore {
  const { busyTimeoutMs = 5_000, durable = false } = options;
  if (typeof path !== 'string' || path === '') {
    throw new ColloquyError('configuration', 'sqliteStore needs the path of a file.', { param: 'path' });
  }
  const { db, sql } = open(path, busyTimeoutMs, durable);

  const write = async <T>(work: (now: number) => T, at: number | undefined): Promise<T> => {
    try {
      db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      throw storeUnavailable('the SQLite file', error);
    }
    try {
      // Read while the lock is held: whoever writes later has the later time.
      const result = work(Math.floor(at ?? Date.now()));
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw ColloquyError.isInstance(error) ? error : storeUnavailable('the SQLite file', error);
    }
  };

  return {
    reserve: (reservation) => write((now) => reserve(sql, reservation, now), reservation.now),
    settle: (settlement) => write((now) => settle(sql, settlement, now), settlement.now),
    peek: (group, lines, at) =>
      write((now) => {
        for (const { key } of lines) {
          const place = findPlace(sql, group, key);
          if (place !== undefined) evict(sql, place, now);
        }
        return lines.map(({ key, limits }) => readLine(sql, group, key, limits, 0, now));
      }, at),
    holds: (group, at) => write((now) => sql.holds.get(group, now)?.holds as number, at),
    async close() {
      if (db.isOpen) db.close();
    },
  };
}

function open(path: string, busyTimeoutMs: number, durable: boolean): { db: DatabaseSync; sql: Statements } {
  try {
    // Loaded when it is used: a gateway that keeps its books elsewhere starts without it.
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    db.exec('PRAGMA journal_mode = WAL');
    db.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
    return { db, sql: prepare(db) };
  } catch (cause) {
    throw new ColloquyError(
      'configuration',
      `The limits cannot be kept in ${path}: it is no SQLite file to write to.`,
      {
        param: 'path',
        cause,
      },
    );
  }
}

function reserve(sql: Statements, reservation: StoreReservation, now: number): StoreVerdict {
  const { id, group, lines, tokens, ttlMs } = reservation;
  const day = utcDay(now);
  const read = (): LineReading[] => lines.map(({ key, limits }) => readLine(sql, group, key, limits, tokens, now));
  const places = lines.map(({ key }) => ensurePlace(sql, group, key));
  for (const place of places) evict(sql, place, now);
  sql.expireHolds.run(group, now);
  const before = read();
  if (lines.some((line, at) => refusals(line, before[at] as LineReading, tokens).length > 0)) {
    return { admitted: false, readings: before, born: 'sqlite', day };
  }
  for (const [at, place] of places.entries()) {
    const { requestsPerMinute, tokensPerMinute } = lines[at]?.limits ?? {};
    if (requestsPerMinute !== undefined || tokensPerMinute !== undefined) {
      sql.addEntry.run(place, now, id, tokens);
      sql.addToLine.run(1, tokens, place);
    }
    sql.addToDay.run(place, day, tokens, tokens);
    sql.addRunning.run(place, id, now + ttlMs);
  }
  sql.addHold.run(id, group, now, now + ttlMs);
  return { admitted: true, readings: read(), born: 'sqlite', day };
}

function settle(sql: Statements, { reservation, verdict, tokens, countedAt }: StoreSettlement, now: number): void {
  const { id, group, lines } = reservation;
  sql.expireHolds.run(group, now);
  const held = sql.hold.get(id) as { at: number } | undefined;
  if (held !== undefined) sql.dropHold.run(id);
  // After its hold expired a reservation stays charged in full; only what exceeds that is still to be recorded.
  if (held === undefined && (tokens === undefined || tokens <= reservation.tokens)) return;
  const change = (tokens ?? 0) - reservation.tokens;
  for (const { key } of lines) {
    const place = ensurePlace(sql, group, key);
    sql.dropRunning.run(place, id);
    sql.addToDay.run(place, verdict.day, change, change);
    if (held === undefined || sql.entry.get(place, held.at, id) === undefined) continue;
    sql.addToLine.run(tokens === undefined ? -1 : 0, change, place);
    if (tokens === undefined) sql.dropEntry.run(place, held.at, id);
    else sql.setEntry.run(tokens, Math.max(held.at, Math.floor(countedAt ?? held.at)), place, held.at, id);
  }
}

import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pageOf } from './page-of.ts';
import type { RecordPage, RecordQuery, Records, StoredRecord } from './records.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    json TEXT NOT NULL,
    UNIQUE (kind, scope, id)
  ) STRICT;
`;

/** How long a statement waits for another process's lock before the caller gets a 503, in milliseconds. */
const BUSY_TIMEOUT_MS = 1_000;

type Row = { json: string };

/** Records in one SQLite file (WAL); a finished `put` has reached the disk. */
export class SqliteRecords implements Records {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(path: string) {
    // `getBuiltinModule` loads SQLite only here, so that the in-memory server does not pay for it.
    const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
    // The hashes of tokens and their secret are nobody else's to read, whatever folder they lie in.
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
    this.#db = new Database(path);
    this.#db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.#db.exec('PRAGMA journal_mode = WAL');
    this.#db.exec('PRAGMA synchronous = FULL');
    this.#db.exec(SCHEMA);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  get<T>(kind: string, scope: string, id: string): T | undefined {
    const row = this.#prepare('SELECT json FROM records WHERE kind = ? AND scope = ? AND id = ?').get(kind, scope, id);
    return row === undefined ? undefined : (JSON.parse((row as Row).json) as T);
  }

  put(kind: string, scope: string, id: string, value: object): void {
    this.#prepare(
      'INSERT INTO records (kind, scope, id, json) VALUES (?, ?, ?, ?) ON CONFLICT (kind, scope, id) DO UPDATE SET json = excluded.json',
    ).run(kind, scope, id, JSON.stringify(value));
  }

  delete(kind: string, scope: string, id: string): boolean {
    const sql = 'DELETE FROM records WHERE kind = ? AND scope = ? AND id = ?';
    return this.#prepare(sql).run(kind, scope, id).changes > 0;
  }

  clear(kind: string, scope: string): void {
    this.#prepare('DELETE FROM records WHERE kind = ? AND scope = ?').run(kind, scope);
  }

  list<T>(kind: string, scope: string, query: RecordQuery<T> = {}): RecordPage<T> {
    const down = query.order === 'desc';
    let edge = down ? Number.MAX_SAFE_INTEGER : 0;
    if (query.after !== undefined) {
      const sql = 'SELECT seq FROM records WHERE kind = ? AND scope = ? AND id = ?';
      const cursor = this.#prepare(sql).get(kind, scope, query.after) as { seq: number } | undefined;
      if (!cursor) return { items: [], hasMore: false };
      edge = cursor.seq;
    }
    const compare = down ? '<' : '>';
    const direction = down ? 'DESC' : 'ASC';
    const sql = `SELECT json FROM records WHERE kind = ? AND scope = ? AND seq ${compare} ? ORDER BY seq ${direction}`;
    const bound = query.where || query.limit === undefined ? -1 : query.limit + 1;
    const rows = this.#prepare(`${sql} LIMIT ?`).all(kind, scope, edge, bound) as Row[];
    return pageOf(
      rows.map((row) => row.json),
      query,
    );
  }

  everywhere<T>(kind: string): StoredRecord<T>[] {
    const rows = this.#prepare('SELECT scope, id, json FROM records WHERE kind = ? ORDER BY seq').all(kind);
    return (rows as { scope: string; id: string; json: string }[]).map(({ scope, id, json }) => ({
      scope,
      id,
      value: JSON.parse(json) as T,
    }));
  }

  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#db.close();
  }
}

import type { DatabaseSync } from 'node:sqlite';
import type { KeptReply, ReplyRecords } from './reply-records.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, fingerprint TEXT NOT NULL, expires_at INTEGER NOT NULL,
    status INTEGER, headers TEXT, body BLOB
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS reply_expiry ON reply (expires_at);
`;

/** Keeps answers in a SQLite file that the processes of a machine share. `db` is this function's alone, and closed with it. */
export function sqliteReplies(db: DatabaseSync): ReplyRecords {
  // What a power cut takes of these is only asked for again.
  db.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; BEGIN IMMEDIATE; ${SCHEMA} COMMIT`,
  );
  const expire = db.prepare('DELETE FROM reply WHERE expires_at <= ?');
  const claim = db.prepare(
    `INSERT INTO reply (key, owner, fingerprint, expires_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at
     WHERE owner = excluded.owner AND status IS NULL`,
  );
  const find = db.prepare('SELECT owner, fingerprint, status, headers, body FROM reply WHERE key = ?');
  const keep = db.prepare(
    'UPDATE reply SET status = ?, headers = ?, body = ?, expires_at = ? WHERE key = ? AND owner = ? AND status IS NULL',
  );
  const release = db.prepare('DELETE FROM reply WHERE key = ? AND owner = ? AND status IS NULL');
  return {
    async claim(key, { owner, fingerprint, leaseMs, now }) {
      db.exec('BEGIN IMMEDIATE');
      try {
        expire.run(Math.floor(now));
        if (claim.run(key, owner, fingerprint, Math.floor(now + leaseMs)).changes > 0) return { state: 'claimed' };
        const row = find.get(key) as { fingerprint: string; status: number | null; headers: string; body: Uint8Array };
        if (row.status === null) return { state: 'running', fingerprint: row.fingerprint };
        const headers = JSON.parse(row.headers) as KeptReply['headers'];
        return { state: 'done', fingerprint: row.fingerprint, reply: { status: row.status, headers, body: row.body } };
      } finally {
        db.exec('COMMIT');
      }
    },
    async keep(key, owner, { status, headers, body }, { keptMs, now }) {
      keep.run(status, JSON.stringify(headers), body, Math.floor(now + keptMs), key, owner);
    },
    async release(key, owner) {
      release.run(key, owner);
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
}

/**
 * The tables; `entry` has the last minute's requests one by one, `line` their sums.
 *
 * `line.place` is a number for a group and key, so that the long names stand once and not in every row.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS line (
    place INTEGER PRIMARY KEY,
    grp TEXT NOT NULL, key TEXT NOT NULL,
    requests INTEGER NOT NULL DEFAULT 0, tokens INTEGER NOT NULL DEFAULT 0,
    UNIQUE (grp, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS entry (
    place INTEGER NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, tokens INTEGER NOT NULL,
    PRIMARY KEY (place, at, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS day (
    place INTEGER NOT NULL, day INTEGER NOT NULL, tokens INTEGER NOT NULL,
    PRIMARY KEY (place, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS hold (
    id TEXT PRIMARY KEY, grp TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS hold_expiry ON hold (grp, expires_at);
  CREATE TABLE IF NOT EXISTS running (
    place INTEGER NOT NULL, hold TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (place, hold)
  ) STRICT, WITHOUT ROWID;
`;

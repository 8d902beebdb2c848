import type { DatabaseSync } from 'node:sqlite';

/** Every statement of the store, prepared once; Node 22 binds by position only where a place has no number. */
export function prepare(db: DatabaseSync) {
  const sql = (text: string) => db.prepare(text);
  return {
    place: sql('SELECT place, requests, tokens FROM line WHERE grp = ? AND key = ?'),
    addLine: sql('INSERT INTO line (grp, key) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    stale: sql(
      'SELECT count(*) AS requests, coalesce(sum(tokens), 0) AS tokens FROM entry WHERE place = ? AND at <= ?',
    ),
    evict: sql('DELETE FROM entry WHERE place = ? AND at <= ?'),
    future: sql('UPDATE entry SET at = ? WHERE place = ? AND at > ?'),
    addToLine: sql('UPDATE line SET requests = requests + ?, tokens = tokens + ? WHERE place = ?'),
    oldest: sql('SELECT at, tokens FROM entry WHERE place = ? ORDER BY at, id'),
    newest: sql('SELECT max(at) AS at FROM entry WHERE place = ?'),
    addEntry: sql('INSERT INTO entry (place, at, id, tokens) VALUES (?, ?, ?, ?)'),
    entry: sql('SELECT tokens FROM entry WHERE place = ? AND at = ? AND id = ?'),
    setEntry: sql('UPDATE entry SET tokens = ?, at = ? WHERE place = ? AND at = ? AND id = ?'),
    dropEntry: sql('DELETE FROM entry WHERE place = ? AND at = ? AND id = ?'),
    day: sql('SELECT tokens FROM day WHERE place = ? AND day = ?'),
    addToDay: sql(
      'INSERT INTO day (place, day, tokens) VALUES (?, ?, max(0, ?)) ON CONFLICT DO UPDATE SET tokens = max(0, tokens + ?)',
    ),
    dropDays: sql('DELETE FROM day WHERE place = ? AND day < ?'),
    addHold: sql('INSERT INTO hold (id, grp, at, expires_at) VALUES (?, ?, ?, ?)'),
    hold: sql('SELECT at FROM hold WHERE id = ?'),
    dropHold: sql('DELETE FROM hold WHERE id = ?'),
    holds: sql('SELECT count(*) AS holds FROM hold WHERE grp = ? AND expires_at > ?'),
    expireHolds: sql('DELETE FROM hold WHERE grp = ? AND expires_at <= ?'),
    addRunning: sql('INSERT INTO running (place, hold, expires_at) VALUES (?, ?, ?)'),
    dropRunning: sql('DELETE FROM running WHERE place = ? AND hold = ?'),
    running: sql('SELECT count(*) AS running FROM running WHERE place = ? AND expires_at > ?'),
    expireRunning: sql('DELETE FROM running WHERE place = ? AND expires_at <= ?'),
  };
}

/** The statements of one open database. */
export type Statements = ReturnType<typeof prepare>;

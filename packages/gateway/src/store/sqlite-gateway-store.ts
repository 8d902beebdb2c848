import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ColloquyError } from '@colloquy/core';
import { sqliteStore } from '@colloquy/limits/sqlite';
import type { Ownership, OwnershipRecords } from '../ownership/ownership-records.ts';
import type { TokenRecord, TokenRecords } from '../tokens/token-record.ts';
import type { GatewayStore } from './gateway-store.ts';
import { sqliteReplies } from './sqlite-replies.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS token (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL, label TEXT, format TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER, models TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS owned (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, project TEXT NOT NULL, upstream TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS owned_by ON owned (kind, project);
`;

/** How long to wait for another process that is writing, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Keeps everything in one SQLite file that survives a crash and that the processes of a machine may share.
 *
 * Throws `configuration` where the file cannot be opened.
 */
export function sqliteGatewayStore(path: string): GatewayStore {
  const db = open(path);
  const limits = sqliteStore(path);
  const replies = sqliteReplies(connect(path));
  return {
    tokens: sqliteTokens(db),
    ownership: sqliteOwnership(db),
    limits,
    replies,
    async close() {
      await limits.close();
      await replies.close();
      if (db.isOpen) db.close();
    },
  };
}

function connect(path: string): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
}

function open(path: string): DatabaseSync {
  try {
    const db = connect(path);
    // A revoked token must stay revoked after a power cut.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
    return db;
  } catch (cause) {
    throw new ColloquyError(
      'configuration',
      `The gateway cannot keep its records in ${path}: it is no SQLite file to write to.`,
      {
        param: 'path',
        cause,
      },
    );
  }
}

function sqliteTokens(db: DatabaseSync): TokenRecords {
  const add = db.prepare(
    'INSERT INTO token (id, hash, project, label, format, created_at, expires_at, revoked_at, models) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const byHash = db.prepare('SELECT * FROM token WHERE hash = ?');
  const list = db.prepare('SELECT * FROM token WHERE ? IS NULL OR project = ? ORDER BY number');
  const revoke = db.prepare('UPDATE token SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?');
  const addSecret = db.prepare('INSERT INTO secret (one, bytes) VALUES (1, ?) ON CONFLICT DO NOTHING');
  const secret = db.prepare('SELECT bytes FROM secret');
  return {
    async secret() {
      addSecret.run(randomBytes(32));
      return secret.get()?.bytes as Uint8Array;
    },
    async add({ id, hash, project, label, format, createdAt, expiresAt, revokedAt, models }) {
      const allowed = models === null ? null : JSON.stringify(models);
      add.run(id, hash, project, label, format, Math.floor(createdAt), Math.floor(expiresAt), revokedAt, allowed);
    },
    byHash: async (hash) => tokenOf(byHash.get(hash)),
    list: async (project) => list.all(project ?? null, project ?? null).map((row) => tokenOf(row) as TokenRecord),
    revoke: async (id, at) => Number(revoke.run(Math.floor(at), id).changes) > 0,
  };
}

type Row = Record<string, unknown>;

function tokenOf(row: Row | undefined): TokenRecord | undefined {
  if (row === undefined) return undefined;
  return {
    id: row.id as string,
    hash: row.hash as string,
    project: row.project as string,
    label: row.label as string | null,
    format: row.format as TokenRecord['format'],
    createdAt: row.created_at as number,
    expiresAt: row.expires_at as number,
    revokedAt: row.revoked_at as number | null,
    models: row.models === null ? null : (JSON.parse(row.models as string) as string[]),
  };
}

function sqliteOwnership(db: DatabaseSync): OwnershipRecords {
  const add = db.prepare('INSERT INTO owned (kind, id, project, upstream) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare('SELECT kind, id, project, upstream FROM owned WHERE kind = ? AND id = ?');
  const list = db.prepare(
    'SELECT kind, id, project, upstream FROM owned WHERE kind = ? AND project = ? ORDER BY number',
  );
  const remove = db.prepare('DELETE FROM owned WHERE kind = ? AND id = ?');
  return {
    async add({ kind, id, project, upstream }) {
      add.run(kind, id, project, upstream);
    },
    find: async (kind, id) => find.get(kind, id) as Ownership | undefined,
    list: async (kind, project) => list.all(kind, project) as unknown as Ownership[],
    async remove(kind, id) {
      remove.run(kind, id);
    },
  };
}

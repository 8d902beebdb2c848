import { randomBytes } from 'node:crypto';
import type { TokenRecord, TokenRecords } from '@colloquy/gateway';
import type { Records } from '../store/records.ts';

const TOKEN = 'token';
const BY_HASH = 'token_hash';
const SECRET = 'secret';

/** The gateway's token records among the provider's own. */
export function storedTokens(records: Records): TokenRecords {
  return {
    async secret() {
      const kept = records.get<{ bytes: string }>(SECRET, '', 'tokens');
      if (kept) return Buffer.from(kept.bytes, 'base64');
      const made = randomBytes(32);
      records.put(SECRET, '', 'tokens', { bytes: made.toString('base64') });
      return made;
    },
    async add(record) {
      records.transaction(() => {
        records.put(TOKEN, '', record.id, record);
        records.put(BY_HASH, '', record.hash, { id: record.id });
      });
    },
    async byHash(hash) {
      const found = records.get<{ id: string }>(BY_HASH, '', hash);
      return found && records.get<TokenRecord>(TOKEN, '', found.id);
    },
    async list(project) {
      const where = (record: TokenRecord) => project === undefined || record.project === project;
      return records.list<TokenRecord>(TOKEN, '', { where }).items;
    },
    async revoke(id, at) {
      const record = records.get<TokenRecord>(TOKEN, '', id);
      if (!record) return false;
      records.put(TOKEN, '', id, { ...record, revokedAt: record.revokedAt ?? at });
      return true;
    },
  };
}

/** Whether a token is known, has not expired and was not revoked. */
export function isLive(records: Records, id: string, now: number): boolean {
  const record = records.get<TokenRecord>(TOKEN, '', id);
  return record !== undefined && record.revokedAt === null && record.expiresAt > now;
}

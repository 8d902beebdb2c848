import { randomBytes } from 'node:crypto';
import { memoryStore } from '@colloquy/limits';
import type { Ownership, OwnershipRecords } from '../ownership/ownership-records.ts';
import type { TokenRecord, TokenRecords } from '../tokens/token-record.ts';
import type { GatewayStore } from './gateway-store.ts';

/** Keeps everything in this process; it is forgotten when the process ends. */
export function memoryGatewayStore(): GatewayStore {
  const limits = memoryStore();
  return { tokens: memoryTokens(), ownership: memoryOwnership(), limits, close: () => limits.close() };
}

function memoryTokens(): TokenRecords {
  const secret = randomBytes(32);
  const byId = new Map<string, TokenRecord>();
  const byHash = new Map<string, string>();
  return {
    secret: async () => secret,
    async add(record) {
      byId.set(record.id, record);
      byHash.set(record.hash, record.id);
    },
    byHash: async (hash) => byId.get(byHash.get(hash) ?? ''),
    list: async (project) => [...byId.values()].filter((record) => project === undefined || record.project === project),
    async revoke(id, at) {
      const record = byId.get(id);
      if (record === undefined) return false;
      byId.set(id, { ...record, revokedAt: record.revokedAt ?? at });
      return true;
    },
  };
}

function memoryOwnership(): OwnershipRecords {
  const owned = new Map<string, Ownership>();
  return {
    async add(ownership) {
      const key = `${ownership.kind} ${ownership.id}`;
      if (!owned.has(key)) owned.set(key, ownership);
    },
    find: async (kind, id) => owned.get(`${kind} ${id}`),
    list: async (kind, project) => [...owned.values()].filter((one) => one.kind === kind && one.project === project),
    async remove(kind, id) {
      owned.delete(`${kind} ${id}`);
    },
  };
}

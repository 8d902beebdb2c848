import { randomBytes, timingSafeEqual } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import { isOurJwt, newJwt } from './jwt-token.ts';
import { isOpaqueToken, newOpaqueToken } from './opaque-token.ts';
import type { Principal } from './principal.ts';
import { TokenHash } from './token-hash.ts';
import type { TokenRecord, TokenRecords } from './token-record.ts';
import { readTokenRequest, type TokenRequest } from './token-request.ts';

/** Longer texts are no tokens of ours, and are not looked at any further. */
const MAX_TOKEN_LENGTH = 4_096;

/** A token that was just made; `token` is shown here and never again. */
export interface NewToken {
  readonly id: string;
  readonly token: string;
  readonly project: string;
  readonly label: string | null;
  readonly expiresAt: Date;
}

/** What can be seen of a token later. */
export interface TokenInfo {
  readonly id: string;
  readonly project: string;
  readonly label: string | null;
  readonly format: 'opaque' | 'jwt';
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly models: readonly string[] | null;
}

/** Who may call: tokens that are bound to a project, expire, and can be revoked at once. */
export interface Tokens {
  /** Makes a token; throws `invalid_request` naming the field at fault. */
  create(request: TokenRequest): Promise<NewToken>;
  /** The tokens of a project, or all, the oldest first. */
  list(filter?: { project?: string }): Promise<readonly TokenInfo[]>;
  /** Ends a token at once; resolves to whether there was one with this id. */
  revoke(id: string): Promise<boolean>;
  /** Whose token a text is; `undefined` for one that is unknown, expired or revoked, without saying which. */
  verify(token: string): Promise<Principal | undefined>;
}

/** How tokens are made and kept. */
export interface TokensOptions {
  /** Where they are kept, such as `memoryGatewayStore().tokens`. */
  records: TokenRecords;
  /** At least 32 bytes, for hashes and signatures; the same for all replicas. @default kept with the records */
  secret?: Uint8Array;
  /** Milliseconds since 1970. @default Date.now */
  clock?: () => number;
}

/** Tokens over some records. Throws `configuration` for a secret that is too short. */
export function createTokens({ records, secret: given, clock = Date.now }: TokensOptions): Tokens {
  if (given !== undefined && given.byteLength < 32) {
    throw new ColloquyError('configuration', 'secret has to have at least 32 bytes.', { param: 'secret' });
  }
  let secret: Promise<Uint8Array> | undefined;
  const ownSecret = (): Promise<Uint8Array> => {
    secret ??= given === undefined ? records.secret() : Promise.resolve(given);
    return secret;
  };
  const hash = new TokenHash();
  const hashIfOurs = async (token: string, isJwt: boolean): Promise<string | undefined> => {
    const key = await ownSecret();
    const isOurs = isJwt ? await isOurJwt(key, token, clock()) : isOpaqueToken(token);
    return isOurs ? hash.of(key, token) : undefined;
  };
  const isLive = (record: TokenRecord): boolean => record.revokedAt === null && record.expiresAt > clock();

  return {
    async create(request) {
      const createdAt = clock();
      const { project, label, expiresAt, format, models } = readTokenRequest(request, createdAt);
      const key = await ownSecret();
      const id = `tok_${randomBytes(12).toString('hex')}`;
      const token = format === 'jwt' ? await newJwt(key, { id, project, createdAt, expiresAt }) : newOpaqueToken();
      await records.add({
        id,
        hash: hash.of(key, token),
        project,
        label,
        format,
        createdAt,
        expiresAt,
        revokedAt: null,
        models,
      });
      return { id, token, project, label, expiresAt: new Date(expiresAt) };
    },

    async list(filter = {}) {
      return (await records.list(filter.project)).map(shown);
    },

    revoke: (id) => records.revoke(id, clock()),

    async verify(token) {
      if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) return undefined;
      const isJwt = !token.startsWith('clq_');
      // A JWT is looked at anew each time: it tells itself until when it may be used.
      const known = isJwt ? undefined : hash.recall(token);
      const wanted = known ?? (await hashIfOurs(token, isJwt));
      if (wanted === undefined) return undefined;
      const record = await records.byHash(wanted);
      if (record === undefined || !isSame(record.hash, wanted) || !isLive(record)) return undefined;
      if (known === undefined && !isJwt) hash.remember(token, wanted);
      const { project, id, models } = record;
      return models === null ? { project, token: id } : { project, token: id, models };
    },
  };
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function shown({ id, project, label, format, createdAt, expiresAt, revokedAt, models }: TokenRecord): TokenInfo {
  return {
    id,
    project,
    label,
    format,
    createdAt: new Date(createdAt),
    expiresAt: new Date(expiresAt),
    revokedAt: revokedAt === null ? null : new Date(revokedAt),
    models,
  };
}

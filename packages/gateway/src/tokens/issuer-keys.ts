import type { FlattenedJWSInput, JWSHeaderParameters, JWTVerifyGetKey } from 'jose';
import { refusal } from '../relay/refusal.ts';
import type { CheckedIssuer } from './token-issuer.ts';

/** How long an issuer's key server may take, in milliseconds. */
const TIMEOUT_MS = 5_000;

/** Failures that say something of the token and nothing of the keys. */
const NO_SUCH_KEY: ReadonlySet<unknown> = new Set(['ERR_JWKS_NO_MATCHING_KEY', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS']);

/**
 * Finds an issuer's key for a token by its `kid`.
 *
 * Keys of an address are fetched with the first token, kept for ten minutes, and fetched again at most every 30 seconds
 * for an unknown `kid`; redirects are not followed. Throws a 503 where they cannot be had: nobody is let in unchecked.
 */
export function issuerKeys({ issuer, jwks }: CheckedIssuer): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const load = async (): Promise<JWTVerifyGetKey> => {
    const { createLocalJWKSet, createRemoteJWKSet } = await import('jose');
    return jwks instanceof URL ? createRemoteJWKSet(jwks, { timeoutDuration: TIMEOUT_MS }) : createLocalJWKSet(jwks);
  };
  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    keys ??= load();
    const find = await keys;
    try {
      return await find(header as Parameters<JWTVerifyGetKey>[0], token);
    } catch (error) {
      if (NO_SUCH_KEY.has((error as { code?: unknown }).code)) throw error;
      throw refusal(503, `The keys of ${issuer} cannot be had right now. Please try again.`, {
        type: 'service_unavailable_error',
        apiCode: 'issuer_unavailable',
        retryAfterMs: 1_000,
        cause: error,
      });
    }
  };
}

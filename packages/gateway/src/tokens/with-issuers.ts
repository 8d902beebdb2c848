import { ColloquyError } from '@colloquy/core';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Tokens } from './create-tokens.ts';
import { issuerKeys } from './issuer-keys.ts';
import type { Principal } from './principal.ts';
import { type CheckedIssuer, readIssuers, type TokenIssuer } from './token-issuer.ts';
import { isProjectName, MAX_TOKEN_LIFE_MS } from './token-request.ts';

/** Longer than what fits into the headers that Node takes, and not looked at any further. */
const MAX_TOKEN_LENGTH = 16_384;

/** How far an issuer's clock may be from ours, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** A header that brings its own keys, or says where they are, or has rules that we would not know. */
const FOREIGN_FIELDS = ['jwk', 'jku', 'x5c', 'x5u', 'crit'] as const;

/** What OpenID lets a subject be. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

interface Trusted extends CheckedIssuer {
  readonly keys: JWTVerifyGetKey;
}

/** The same tokens, beside which the JWTs of some issuers let in; throws `configuration` naming the field at fault. */
export function withIssuers(tokens: Tokens, issuers: readonly TokenIssuer[], clock: () => number): Tokens {
  const trusted = new Map(
    readIssuers(issuers).map((issuer): [string, Trusted] => [issuer.issuer, { ...issuer, keys: issuerKeys(issuer) }]),
  );
  return {
    create: (request) => tokens.create(request),
    list: (filter) => tokens.list(filter),
    revoke: (id) => tokens.revoke(id),
    async verify(token) {
      const own = await tokens.verify(token);
      if (own !== undefined || token.startsWith('clq_') || token.length > MAX_TOKEN_LENGTH) return own;
      const { decodeJwt, decodeProtectedHeader, jwtVerify } = await import('jose');
      let claims: JWTPayload;
      let issuer: Trusted | undefined;
      try {
        const header = decodeProtectedHeader(token);
        issuer = trusted.get(decodeJwt(token).iss ?? '');
        if (issuer === undefined || !header.kid || FOREIGN_FIELDS.some((field) => field in header)) return undefined;
        ({ payload: claims } = await jwtVerify(token, issuer.keys, {
          algorithms: [...issuer.algorithms],
          issuer: issuer.issuer,
          audience: [...issuer.audience],
          clockTolerance: CLOCK_TOLERANCE_S,
          currentDate: new Date(clock()),
        }));
      } catch (error) {
        if (ColloquyError.isInstance(error)) throw error;
        return undefined;
      }
      return principalOf(claims, issuer, clock());
    },
  };
}

/** Whom the claims let in; a person is counted by its subject, whichever token it comes with. */
async function principalOf(claims: JWTPayload, issuer: Trusted, now: number): Promise<Principal | undefined> {
  const { exp = Infinity, sub = '' } = claims;
  if (exp * 1000 > now + MAX_TOKEN_LIFE_MS || !SUBJECT.test(sub)) return undefined;
  const project = await issuer.projectOf(claims);
  if (!isProjectName(project)) return undefined;
  const token = `${issuer.issuer}|${sub}`;
  const models = issuer.modelsOf(claims);
  return models === undefined ? { project, token } : { project, token, models: [...models] };
}

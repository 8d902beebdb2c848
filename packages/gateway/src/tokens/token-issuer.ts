import { ColloquyError } from '@colloquy/core';
import type { JSONWebKeySet, JWTPayload } from 'jose';

/** What a token of an issuer says about its holder, after its signature was checked. */
export type TokenClaims = Readonly<JWTPayload>;

/** Somebody who signs JWTs of their own, such as an institution's login, that let in beside the gateway's tokens. */
export interface TokenIssuer {
  /** What its tokens say in `iss`, to the letter. */
  issuer: string;
  /** For whom its tokens have to be made out: `aud` has to name one of these. */
  audience: string | readonly string[];
  /** The address of its public keys (https, or http on this machine), or the keys; each has a `kid`. */
  jwks: string | URL | { readonly keys: readonly object[] };
  /** The signatures that are accepted; none with a shared secret. @default RS256, PS256, ES256, EdDSA, Ed25519 */
  algorithms?: readonly string[];
  /**
   * The claim that names the project, or a function that finds it; nobody is let in without one. Projects are shared
   * with tokens of the gateway and of other issuers under the same name.
   * @default 'project'
   */
  project?: string | ((claims: TokenClaims) => string | undefined | Promise<string | undefined>);
  /** The models that may be used, as globs. @default all */
  models?: (claims: TokenClaims) => readonly string[] | undefined;
}

/** An issuer, checked and complete. */
export interface CheckedIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly jwks: URL | JSONWebKeySet;
  readonly algorithms: readonly string[];
  readonly projectOf: (claims: TokenClaims) => unknown;
  readonly modelsOf: (claims: TokenClaims) => readonly string[] | undefined;
}

const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** With a shared secret whoever checks a token could make one, and a public key could be passed off as the secret. */
const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** Reads the issuers; throws `configuration` naming the field at fault. */
export function readIssuers(issuers: readonly TokenIssuer[]): readonly CheckedIssuer[] {
  const checked = issuers.map(readIssuer);
  const names = checked.map(({ issuer }) => issuer);
  const twice = names.findIndex((name, at) => names.indexOf(name) < at);
  if (twice !== -1) throw bad(`issuers[${twice}].issuer`, `names ${names[twice]} a second time`);
  return checked;
}

function readIssuer(given: TokenIssuer, at: number): CheckedIssuer {
  const where = `issuers[${at}]`;
  const { issuer, audience, jwks, algorithms = DEFAULT_ALGORITHMS, project = 'project', models } = given ?? {};
  if (!isName(issuer)) throw bad(`${where}.issuer`, 'has to be what its tokens say in `iss`');
  const audiences = typeof audience === 'string' ? [audience] : [...(audience ?? [])];
  if (audiences.length === 0 || !audiences.every(isName))
    throw bad(`${where}.audience`, 'has to be what its tokens say in `aud`');
  if (algorithms.length === 0 || !algorithms.every((name) => ASYMMETRIC.test(name)))
    throw bad(`${where}.algorithms`, 'may hold RS*, PS*, ES*, EdDSA and Ed25519; nothing with a shared secret');
  if (!isName(project) && typeof project !== 'function')
    throw bad(`${where}.project`, 'has to be the name of a claim, or a function');
  return {
    issuer,
    audience: audiences,
    jwks: readKeys(jwks, `${where}.jwks`),
    algorithms: [...algorithms],
    projectOf: typeof project === 'function' ? project : (claims) => claims[project],
    modelsOf: models ?? (() => undefined),
  };
}

function readKeys(jwks: TokenIssuer['jwks'], where: string): CheckedIssuer['jwks'] {
  if (typeof jwks === 'string' || jwks instanceof URL) {
    const url = URL.canParse(String(jwks)) ? new URL(jwks) : undefined;
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
    if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return url;
    throw bad(where, 'has to be an https address: whoever can change the keys on their way can let anybody in');
  }
  const keys = jwks?.keys;
  if (!Array.isArray(keys) || keys.length === 0) throw bad(where, 'has to be an address or `{ keys }`');
  for (const { kid, kty, d } of keys) {
    if (!isName(kid)) throw bad(where, 'has a key without a `kid`');
    if (kty === 'oct' || d !== undefined) throw bad(where, `has a key that is not public: ${kid}`);
  }
  return { keys: keys.map((key) => ({ ...key })) };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function bad(param: string, what: string): ColloquyError {
  return new ColloquyError('configuration', `${param} ${what}.`, { param });
}

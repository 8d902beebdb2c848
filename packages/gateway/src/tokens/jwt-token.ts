import { createHash } from 'node:crypto';

const ALGORITHM = 'HS256';
const AUDIENCE = 'colloquy-gateway';
const ISSUER = 'colloquy';

/** The only fields that a header of ours has: no key, no address of a key, nothing critical that we would not know. */
const HEADER_FIELDS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

/** What a token says about itself. */
export interface JwtClaims {
  readonly id: string;
  readonly project: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Makes a JWT signed with the gateway's secret. */
export async function newJwt(secret: Uint8Array, claims: JwtClaims): Promise<string> {
  const { SignJWT } = await load();
  return new SignJWT({ project: claims.project })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: keyId(secret) })
    .setJti(claims.id)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(claims.createdAt / 1000))
    .setExpirationTime(Math.ceil(claims.expiresAt / 1000))
    .sign(signingKey(secret));
}

/** Whether a JWT was made by us, for us, and is within its time; never says why not. */
export async function isOurJwt(secret: Uint8Array, token: string, now: number): Promise<boolean> {
  const { decodeProtectedHeader, jwtVerify } = await load();
  try {
    const header = decodeProtectedHeader(token);
    if (!Object.keys(header).every((field) => HEADER_FIELDS.has(field)) || header.kid !== keyId(secret)) return false;
    await jwtVerify(token, signingKey(secret), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'JWT',
      requiredClaims: ['jti', 'exp', 'iat', 'project'],
      currentDate: new Date(now),
    });
    return true;
  } catch {
    return false;
  }
}

/** Loaded with the first JWT: most gateways hand out none, and should not wait for it. */
const load = () => import('jose');

/** The key for signatures is not the one for hashes. */
function signingKey(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update('jwt').update(secret).digest();
}

function keyId(secret: Uint8Array): string {
  return createHash('sha256').update('kid').update(secret).digest('base64url').slice(0, 12);
}

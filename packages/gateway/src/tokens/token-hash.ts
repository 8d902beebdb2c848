import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** How many tokens are remembered; together they take about 200 KB. */
const MAX_REMEMBERED = 1_000;

/**
 * The hash that a token is kept under: its HMAC with a secret.
 *
 * The hashes of tokens that were let in are remembered by a plain digest of the token: Node takes ten times as long to
 * set an HMAC up, and nothing that a token could be told from is kept.
 */
export class TokenHash {
  // Made once: a key made for every request costs more than the hash itself.
  #key: KeyObject | undefined;
  readonly #known = new Map<string, string>();

  /** `secret` is the same at every call. */
  of(secret: Uint8Array, token: string): string {
    this.#key ??= createSecretKey(secret);
    return createHmac('sha256', this.#key).update(token).digest('hex');
  }

  /** The hash of a token that was remembered. */
  recall(token: string): string | undefined {
    return this.#known.size === 0 ? undefined : this.#known.get(digestOf(token));
  }

  /** Remembers a token that was let in; others could be made up without end. */
  remember(token: string, hashed: string): void {
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(digestOf(token), hashed);
  }
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64url');
}

import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import type { NewToken, Principal, TokenInfo, TokenRequest, Tokens } from '@colloquy/gateway';
import type { Records } from '../store/records.ts';
import { isLive, storedTokens } from './stored-tokens.ts';

/** No credential is longer; what is, is not even hashed. */
const MAX_LENGTH = 4_096;
/** The tokens that are recognised without their signature; the one seen first is forgotten first. */
const MOST_SEEN = 1_000;

/** What a token is asked for with; every model is the same engine, so there is nothing to restrict. */
export type LocalTokenRequest = Omit<TokenRequest, 'models'>;

/** Who may call over HTTP: the gateway's tokens, JWTs unless asked otherwise, and tokens that somebody chose themselves. */
export class LocalTokens {
  readonly #records: Records;
  readonly #clock: () => number;
  #tokens: Promise<Tokens> | undefined;
  // Given tokens are known to this process only, as keyed hashes: nothing about them is kept.
  readonly #key = createSecretKey(randomBytes(32));
  readonly #given = new Map<string, Principal>();
  // A JWT's signature says the same of the same text for ever, and costs as much as a third of a request.
  readonly #seen = new Map<string, Principal>();

  constructor(records: Records, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Makes a token; throws a `ColloquyError` naming the field that does not fit. @default a JWT for 90 days */
  async create(request: LocalTokenRequest): Promise<NewToken> {
    if ('models' in request) {
      throw new ColloquyError('configuration', 'Tokens here are good for every model; leave models out.', {
        param: 'models',
      });
    }
    return (await this.#ready()).create({ format: 'jwt', ...request });
  }

  /** What can be seen of the tokens of a project, or of all. */
  async list(filter?: { project?: string }): Promise<readonly TokenInfo[]> {
    return (await this.#ready()).list(filter);
  }

  /** Ends a token at once; resolves to whether there was one with this id. */
  async revoke(id: string): Promise<boolean> {
    return (await this.#ready()).revoke(id);
  }

  /** Takes a token of the caller's own choice for as long as this process runs; throws `configuration` for one that no header can carry. */
  adopt(token: string, project: string): void {
    if (token.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(token)) {
      const message = `The token has to be 1 to ${MAX_LENGTH} characters of printable ASCII without spaces.`;
      throw new ColloquyError('configuration', message, { param: 'token' });
    }
    this.#given.set(this.#hash(token), { project, token: 'given' });
  }

  /** Whose token it is; nothing for one that is unknown, revoked or expired. */
  async verify(token: string): Promise<Principal | undefined> {
    if (token.length > MAX_LENGTH) return undefined;
    const hash = this.#hash(token);
    const given = this.#given.get(hash);
    if (given) return given;
    const seen = this.#seen.get(hash);
    // Whether it was revoked or has expired is looked up each time.
    if (seen) return isLive(this.#records, seen.token, this.#clock()) ? seen : undefined;
    const principal = await (await this.#ready()).verify(token);
    if (principal) this.#remember(hash, principal);
    return principal;
  }

  #remember(hash: string, principal: Principal): void {
    if (this.#seen.size >= MOST_SEEN) this.#seen.delete(this.#seen.keys().next().value as string);
    this.#seen.set(hash, principal);
  }

  #hash(token: string): string {
    return createHmac('sha256', this.#key).update(token).digest('base64');
  }

  // The gateway is loaded by the first request that needs it: a transport in this process needs no token.
  #ready(): Promise<Tokens> {
    this.#tokens ??= import('@colloquy/gateway').then(({ createTokens }) =>
      createTokens({ records: storedTokens(this.#records), clock: this.#clock }),
    );
    return this.#tokens;
  }
}

/** What is kept of a token; never the token itself. */
export interface TokenRecord {
  readonly id: string;
  /** HMAC-SHA256 of the token, in hexadecimal. */
  readonly hash: string;
  readonly project: string;
  readonly label: string | null;
  readonly format: 'opaque' | 'jwt';
  /** Milliseconds since 1970, as are all times here. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly models: readonly string[] | null;
}

/** Where token records are kept. */
export interface TokenRecords {
  /** A secret of 32 bytes that never changes, made when it is first asked for. */
  secret(): Promise<Uint8Array>;
  /** Keeps a record, before its token is shown to anybody. */
  add(record: TokenRecord): Promise<void>;
  /** The record of a token, also where it has expired or was revoked; asked for at every request. */
  byHash(hash: string): Promise<TokenRecord | undefined>;
  /** The records of a project, or of all, the oldest first. */
  list(project?: string): Promise<readonly TokenRecord[]>;
  /** Notes when a token was revoked; false where there is none with this id. */
  revoke(id: string, at: number): Promise<boolean>;
}

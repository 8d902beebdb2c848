/** What the page knows of a token; the token itself is shown once and kept nowhere. */
export interface TokenInfo {
  readonly id: string;
  readonly project: string;
  readonly label: string | null;
  readonly expiresAt: string;
  readonly revoked?: boolean;
}

/** A token just made. */
export interface NewToken extends TokenInfo {
  readonly token: string;
}

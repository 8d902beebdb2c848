import type { IncomingMessage } from 'node:http';

/** The token of an `Authorization: Bearer` header; `undefined` where there is none that could be one. */
export function bearerToken({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
}

/** The credential of an `Authorization: Bearer` header. */
export function bearer(headers: Readonly<Record<string, string>>): string | undefined {
  const [, token] = /^Bearer +(\S+) *$/i.exec(headers['authorization'] ?? '') ?? [];
  return token;
}

/** A credential as an error may show it: its first and last letters where it is long, otherwise none. */
export function masked(credential: string): string {
  if (credential.length < 24) return '*'.repeat(8);
  return `${credential.slice(0, 3)}${'*'.repeat(12)}${credential.slice(-4)}`;
}

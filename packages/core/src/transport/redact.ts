import type { WireHeaders } from '../wire/transport.ts';

/** Request headers whose values are secrets. */
const SECRET_HEADERS = ['authorization', 'api-key', 'x-api-key', 'cookie', 'proxy-authorization'];

/** The secrets a request carries, as they might be echoed in an answer. */
export function secretsOf(headers: WireHeaders): string[] {
  return SECRET_HEADERS.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [value.replace(/^(Bearer|Basic)\s+/i, '')];
  }).filter((secret) => secret.length >= 4);
}

/** A value with every secret in its texts replaced; services echo a wrong key in their error messages. */
export function redact<T>(value: T, secrets: Iterable<string>): T {
  const known = [...secrets];
  return known.length === 0 ? value : (hide(value, known) as T);
}

function hide(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), value);
  }
  if (Array.isArray(value)) return value.map((item) => hide(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [hide(key, secrets), hide(item, secrets)]));
}

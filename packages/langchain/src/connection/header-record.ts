import type { HeaderFields } from './connection-fields.ts';

/** Headers in any of their forms as a record. */
export function headerRecord(headers: HeaderFields | undefined): Record<string, string | null | undefined> {
  if (headers === undefined) return {};
  if (headers instanceof Headers || Array.isArray(headers))
    return Object.fromEntries(headers as Iterable<[string, string]>);
  return { ...(headers as Record<string, string | null | undefined>) };
}

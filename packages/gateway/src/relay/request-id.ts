import { randomUUID } from 'node:crypto';

/** Visible ASCII without spaces: what can stand in a header and in a line of a log. */
const USABLE = /^[\x21-\x7e]{1,200}$/;

/** An id for an exchange that nobody has named yet. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}

/** The id a caller gave its request, where it can be used. */
export function givenRequestId(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && USABLE.test(value) ? value : undefined;
}

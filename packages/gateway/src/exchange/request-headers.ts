import { createHash } from 'node:crypto';
import type { WireHeaders } from '@colloquy/core';

/** What of a caller's headers an upstream gets to see: never credentials, cookies, or who it is. */
const PASSED = ['accept', 'idempotency-key', 'openai-beta', 'x-client-request-id'] as const;

/** With a body that is passed on as it comes, also what says how to read it. */
const PASSED_WITH_BYTES = ['content-type', 'content-length'] as const;

/** The headers that go upstream; `idempotency-key` is made the project's own, so that two projects never share one. */
export function upstreamHeaders(headers: WireHeaders, project: string, withBytes: boolean): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of withBytes ? [...PASSED, ...PASSED_WITH_BYTES] : PASSED) {
    const value = headers[name];
    if (value !== undefined) passed[name] = value;
  }
  const key = passed['idempotency-key'];
  if (key !== undefined)
    passed['idempotency-key'] = createHash('sha256').update(`${project}\0${key}`).digest('base64url');
  return passed;
}

import type { IncomingHttpHeaders } from 'node:http';

const PASSED = ['idempotency-key', 'openai-beta', 'x-client-request-id'] as const;

/** What stands in a header of our own making: visible ASCII, at most 512 characters, as OpenAI wants its request ids. */
const SAFE = /^[\x20-\x7e]{1,512}$/;

/**
 * The headers of a caller's request that go on to the service: never its credentials, its cookies or who it is.
 */
export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers[name];
    if (typeof value === 'string' && SAFE.test(value)) passed[name] = value;
  }
  return passed;
}

import type { WireHeaders } from '@colloquy/core';

const PASSED: ReadonlySet<string> = new Set([
  'content-type',
  'content-disposition',
  'x-request-id',
  'openai-processing-ms',
  'openai-version',
  'openai-model',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'ratelimit',
  'ratelimit-policy',
  'etag',
  'last-modified',
]);

const PASSED_FAMILIES = /^(?:x-ratelimit-|x-colloquy-)/;

/**
 * The headers of a service's reply that its caller's caller may see.
 *
 * A list of what passes, so that cookies, connection headers, a coding that was undone already, and the names of the
 * organisation whose key it is stay behind.
 */
export function replyHeaders(headers: WireHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && (PASSED.has(name) || PASSED_FAMILIES.test(name))) passed[name] = value;
  }
  return passed;
}

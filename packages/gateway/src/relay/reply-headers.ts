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
  'etag',
  'last-modified',
]);

const LIMITS: ReadonlySet<string> = new Set(['ratelimit', 'ratelimit-policy']);

/**
 * The headers of a service's reply that its caller's caller may see.
 *
 * A list of what passes, so that cookies, connection headers, a coding that was undone already, and the names of the
 * organisation whose key it is stay behind. `withLimits` says whether the service's rate limits are the caller's, too.
 */
export function replyHeaders(headers: WireHeaders, withLimits = true): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const isLimit = LIMITS.has(name) || name.startsWith('x-ratelimit-');
    if (isLimit ? withLimits : PASSED.has(name) || name.startsWith('x-colloquy-')) passed[name] = value;
  }
  return passed;
}

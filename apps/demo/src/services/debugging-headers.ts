import type { WireHeaders } from '@colloquy/core';

const SHOWN = /^(?:x-request-id$|x-ratelimit-|openai-|x-colloquy-)/;

/** The headers of a service's reply that tell of the request, its limits and its time. */
export function debuggingHeaders(headers: WireHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SHOWN.test(name)));
}

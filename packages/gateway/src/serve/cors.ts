import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which pages may call from a browser. */
export interface CorsOptions {
  /** Origins such as `https://app.example.org`; `*` for every page. */
  origin: string | readonly string[];
  /** How long a browser may remember the answer to its question, in seconds. @default 600 */
  maxAge?: number;
}

const EXPOSED = [
  'x-request-id',
  'retry-after',
  'retry-after-ms',
  'ratelimit',
  'ratelimit-policy',
  ...['requests', 'tokens', 'project-tokens'].flatMap((name) =>
    ['limit', 'remaining', 'reset'].map((fact) => `x-ratelimit-${fact}-${name}`),
  ),
].join(', ');

/** Sets the headers that let a page of another origin read the answer, where its origin is among the allowed. */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, maxAge = 600 }: CorsOptions,
): void {
  const asking = request.headers.origin;
  const allowed = typeof origin === 'string' ? [origin] : origin;
  if (asking === undefined || !(allowed.includes('*') || allowed.includes(asking))) return;
  response.setHeader('access-control-allow-origin', allowed.includes('*') ? '*' : asking);
  response.setHeader('access-control-expose-headers', EXPOSED);
  response.appendHeader('vary', 'Origin');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, POST, DELETE, OPTIONS');
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type',
  );
  response.setHeader('access-control-max-age', String(maxAge));
}

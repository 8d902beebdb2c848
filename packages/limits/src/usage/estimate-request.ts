import type { WireRequest } from '@colloquy/core';
import { estimateTokens, type TokenEstimate } from './token-estimate.ts';

/** Paths whose requests cost tokens, and whether they generate an answer of unknown length. */
const TOKEN_PATHS: Readonly<Record<string, { generates: boolean }>> = {
  '/chat/completions': { generates: true },
  '/completions': { generates: true },
  '/responses': { generates: true },
  '/responses/compact': { generates: true },
  '/embeddings': { generates: false },
  '/moderations': { generates: false },
};

/** Bodies that are bytes are read as JSON up to this size, in bytes; beyond, every four bytes count as a token. */
const MAX_PARSED_BYTES = 16 * 1024 * 1024;

/** Whether a request costs tokens. */
export function costsTokens(request: Pick<WireRequest, 'method' | 'path'>): boolean {
  return request.method === 'POST' && Object.hasOwn(TOKEN_PATHS, request.path);
}

/** Estimates what a request may cost; 0 where it is not one that costs tokens. Throws as `estimateTokens` does. */
export function estimateRequest(request: WireRequest, defaultOutput?: number): TokenEstimate {
  if (!costsTokens(request)) return estimateTokens(undefined, false);
  const { generates } = TOKEN_PATHS[request.path] as { generates: boolean };
  const { body } = request;
  if (!(body instanceof Uint8Array)) return estimateTokens(body, generates, defaultOutput);
  const parsed = body.byteLength <= MAX_PARSED_BYTES ? parseOrNothing(body) : undefined;
  if (parsed !== undefined) return estimateTokens(parsed, generates, defaultOutput);
  return estimateTokens({ input: Buffer.from(body).toString('latin1') }, generates, defaultOutput);
}

function parseOrNothing(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()) as unknown;
  } catch {
    return undefined;
  }
}

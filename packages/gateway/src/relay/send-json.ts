import type { ServerResponse } from 'node:http';
import { errorToHttp } from './error-to-http.ts';

const ONE_WRITE_BYTES = 16 * 1024;

/** Answers with JSON, unless somebody has begun to answer already. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: Uint8Array | object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  sendBytes(response, status, bytes, { 'content-type': 'application/json', ...headers });
}

/** The same with JSON that is written already; `headers` become the answer's own. */
export function sendBytes(
  response: ServerResponse,
  status: number,
  bytes: Uint8Array,
  headers: Record<string, string | number>,
): void {
  if (response.headersSent || response.destroyed) return;
  headers['content-type'] = 'application/json';
  headers['content-length'] = bytes.byteLength;
  response.writeHead(status, headers);
  // As text a small body leaves together with its headers; Latin-1 is byte for byte.
  if (bytes.byteLength <= ONE_WRITE_BYTES)
    response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 'latin1');
  else response.end(bytes);
}

/**
 * Answers with an error in OpenAI's shape.
 *
 * Where the answer has begun already the connection is cut, so that nobody takes half of it for the whole.
 */
export function sendError(
  response: ServerResponse,
  error: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy();
    return;
  }
  const http = errorToHttp(error);
  sendJson(response, http.status, http.body, { ...headers, ...http.headers });
}

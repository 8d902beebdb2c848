import type { IncomingMessage } from 'node:http';
import { refusal } from '../relay/refusal.ts';
import { decodedBytes } from './decoded-bytes.ts';
import { checkParsed, parseJson } from './parse-json.ts';

/** A request that a body parser may have been at. */
export interface ParsedRequest extends IncomingMessage {
  /** What a body parser made of the body. */
  body?: unknown;
  /** The bytes as they came, where a platform or a parser keeps them. */
  rawBody?: unknown;
}

/**
 * The JSON object that a request carries, whether or not a body parser has read it already.
 *
 * Refuses with 415 what says that it is no JSON, 413 beyond `limit` bytes after decoding, 400 what is no JSON object.
 * With `optional` an empty body is `undefined`.
 */
export async function readJsonBody(
  request: ParsedRequest,
  limit: number,
  optional = false,
): Promise<Record<string, unknown> | undefined> {
  if (optional && isEmpty(request)) return undefined;
  checkType(request.headers['content-type']);
  if (request.rawBody instanceof Uint8Array) return parseJson(within(request.rawBody, limit));
  if (!request.readableDidRead) return parseOrNothing(await decodedBytes(request, limit), optional);
  const { body } = request;
  if (typeof body === 'string') return parseOrNothing(Buffer.from(body), optional);
  if (body instanceof Uint8Array) return parseOrNothing(body, optional);
  if (body !== undefined) return checkParsed(body);
  throw refusal(
    400,
    'The request body was read before it got here; mount the router before what reads it, or use express.json().',
  );
}

function parseOrNothing(bytes: Uint8Array, optional: boolean): Record<string, unknown> | undefined {
  return optional && bytes.byteLength === 0 ? undefined : parseJson(bytes);
}

function isEmpty({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

/** A request without a type is taken at its word that it is JSON. */
function checkType(contentType: string | undefined): void {
  if (contentType === undefined) return;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const isJson = type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
  if (isJson && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return;
  throw refusal(
    415,
    'The request body has to be JSON in UTF-8; send it with the header `Content-Type: application/json`.',
    {
      apiCode: 'unsupported_content_type',
    },
  );
}

function within(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.byteLength <= limit) return bytes;
  throw refusal(413, `The request body is larger than ${limit} bytes.`, { apiCode: 'request_too_large' });
}

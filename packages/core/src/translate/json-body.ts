import { ColloquyError } from '../errors/index.ts';
import { collect } from '../wire/collect.ts';
import type { WireReply, WireRequest } from '../wire/transport.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** A request's body as an object; rejects with `invalid_request` where it is none. */
export async function readRequest(request: WireRequest): Promise<JsonObject> {
  const { body } = request;
  const isBytes =
    body instanceof Uint8Array || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
  const value = isBytes ? parse(await collect(body as Uint8Array | AsyncIterable<Uint8Array>)) : body;
  if (isObject(value)) return value;
  throw new ColloquyError('invalid_request', `the body of ${request.method} ${request.path} must be a JSON object`);
}

/** A request with another path and body. */
export function withBody(request: WireRequest, path: string, body: JsonObject): WireRequest {
  return { ...request, path, body, headers: withoutLength(request.headers) };
}

/** A reply's body as an object; rejects with `parse` where it is none. */
export async function readReply(reply: WireReply): Promise<JsonObject> {
  const value = parse(await collect(reply.body));
  if (isObject(value)) return value;
  throw new ColloquyError('parse', 'the service answered with something that is not a JSON object');
}

/** A reply with another JSON body. */
export function withJson(reply: WireReply, json: JsonObject): WireReply {
  return { ...reply, headers: withoutLength(reply.headers), body: new TextEncoder().encode(JSON.stringify(json)) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function withoutLength(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'content-length': _, ...others } = headers;
  return others;
}

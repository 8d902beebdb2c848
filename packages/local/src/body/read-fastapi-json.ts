import type { WireRequest } from '@colloquy/core';
import { Refusal, type RequestFlaw } from '../refusal/refusal.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { parseJson } from './parse-json.ts';
import { wholeBody } from './read-json.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i;
const MAX_ECHO = 1_000;

/**
 * A request's body as FastAPI reads one into a `dict`: what is none is a 422 that lists why.
 *
 * A body of another content type is not even parsed, so `curl -d` without a header is refused.
 */
export async function readFastApiJson(request: WireRequest): Promise<JsonObject> {
  const bytes = await wholeBody(request);
  if (bytes.length === 0) throw unprocessable(missingField());
  const type = request.headers['content-type'];
  const value = type === undefined || JSON_TYPE.test(type) ? parsed(bytes) : Buffer.from(bytes).toString();
  if (isJsonObject(value)) return value;
  const input = typeof value === 'string' ? value.slice(0, MAX_ECHO) : value;
  throw unprocessable({ type: 'dict_type', loc: ['body'], msg: 'Input should be a valid dictionary', input });
}

/** A required field, or the whole body, that is not there. */
export function missingField(...path: string[]): RequestFlaw {
  return { type: 'missing', loc: ['body', ...path], msg: 'Field required', input: null };
}

/** FastAPI's refusal of a request that its models do not fit. */
export function unprocessable(flaw: RequestFlaw): Refusal {
  return new Refusal(422, flaw.msg, { flaws: [flaw] });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!(error.cause instanceof SyntaxError)) throw new Refusal(400, 'There was an error parsing the body');
    const [, position = '0'] = / at position (\d+)/.exec(error.cause.message) ?? [];
    throw unprocessable({
      type: 'json_invalid',
      loc: ['body', Number(position)],
      msg: 'JSON decode error',
      input: {},
      ctx: { error: 'Expecting value' },
    });
  }
}

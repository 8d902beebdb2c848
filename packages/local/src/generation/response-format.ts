import { isJsonObject } from '../body/json-object.ts';
import type { EngineResponseFormat } from '../engine/generate-request.ts';
import { invalid, missing } from '../refusal/refusals.ts';
import { refuseSchema } from './refuse-schema.ts';

const SCHEMA_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** `response_format` (chat, schema nested) or `text.format` (responses, schema flat) as the engine takes it. */
export async function responseFormat(
  given: unknown,
  path: string,
  nested: boolean,
): Promise<EngineResponseFormat | undefined> {
  if (given === undefined || given === null) return undefined;
  if (!isJsonObject(given)) throw invalid(path, `Invalid type for '${path}': expected an object.`, 'invalid_type');
  const { type } = given;
  if (type === 'text' || type === 'json_object') return { type };
  if (type !== 'json_schema') {
    const message = `Invalid value: '${String(type).slice(0, 40)}'. Supported values are: 'json_object', 'json_schema', and 'text'.`;
    throw invalid(`${path}.type`, message);
  }
  const at = nested ? `${path}.json_schema` : path;
  const format = nested ? given['json_schema'] : given;
  if (!isJsonObject(format)) throw missing(at);
  if (typeof format['name'] !== 'string') throw missing(`${at}.name`);
  if (!SCHEMA_NAME.test(format['name'])) {
    throw invalid(`${at}.name`, `Invalid '${at}.name': Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`);
  }
  const schema = format['schema'];
  if (schema === undefined || schema === null) return { type: 'json_object' };
  if (!isJsonObject(schema))
    throw invalid(`${at}.schema`, `Invalid type for '${at}.schema': expected an object.`, 'invalid_type');
  await refuseSchema(schema, path, `Invalid schema for response_format '${format['name']}'`, null);
  return { type: 'json_schema', schema };
}

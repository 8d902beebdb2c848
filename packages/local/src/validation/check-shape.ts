import type { JsonObject } from '../body/json-object.ts';
import { isJsonObject } from '../body/json-object.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, missing } from '../refusal/refusals.ts';
import type { JsonType, Rule, Shape } from './shape.ts';

/** How unknown parameters are answered: chat's old words, the newer endpoints', or not at all. */
export type UnknownStyle = 'legacy' | 'named' | 'ignore';

/** Refuses with 400 the first parameter that is missing, unknown, of the wrong type or out of range. */
export function checkShape(body: JsonObject, shape: Shape, unknown: UnknownStyle, path = ''): void {
  if (unknown !== 'ignore') {
    for (const name of Object.keys(body)) if (!Object.hasOwn(shape, name)) throw unknownParameter(path + name, unknown);
  }
  for (const [name, rule] of Object.entries(shape)) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value !== undefined) checkValue(value, rule, path + name, unknown);
    else if (rule.required) throw missing(path + name);
  }
}

/** Checks one value against its rule. */
function checkValue(value: unknown, rule: Rule, path: string, unknown: UnknownStyle): void {
  const types = Array.isArray(rule.type) ? (rule.type as readonly JsonType[]) : [rule.type as JsonType];
  const type = types.find((candidate) => isOfType(value, candidate));
  if (!type) throw wrongType(value, types, path);
  if (typeof value === 'string') checkString(value, rule, path);
  else if (typeof value === 'number') checkNumber(value, rule, path);
  else if (Array.isArray(value)) {
    checkItems(value, rule, path);
    if (rule.each) for (const [at, item] of value.entries()) checkValue(item, rule.each, `${path}[${at}]`, unknown);
  } else if (isJsonObject(value) && rule.fields) checkShape(value, rule.fields, unknown, `${path}.`);
}

const IS_OF_TYPE: Readonly<Record<JsonType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  // 1e309 is read as Infinity, which no parameter means.
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  object: isJsonObject,
  array: Array.isArray,
  null: (value) => value === null,
};

function isOfType(value: unknown, type: JsonType): boolean {
  return IS_OF_TYPE[type](value);
}

const ARTICLE: Readonly<Record<JsonType, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a decimal',
  boolean: 'a boolean',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

function wrongType(value: unknown, types: readonly JsonType[], path: string): Refusal {
  const wanted = types.filter((type) => type !== 'null' || types.length === 1).map((type) => ARTICLE[type]);
  const given = (Object.keys(IS_OF_TYPE) as JsonType[]).find((type) => isOfType(value, type));
  const got = given ? ARTICLE[given] : 'a number out of range';
  const message = `Invalid type for '${path}': expected ${wanted.join(' or ')}, but got ${got} instead.`;
  return invalid(path, message, 'invalid_type');
}

function checkString(value: string, rule: Rule, path: string): void {
  if (rule.values && !rule.values.includes(value)) {
    const list = rule.values.map((known) => `'${known}'`).join(', ');
    throw invalid(path, `Invalid value: '${value.slice(0, 100)}'. Supported values are: ${list}.`);
  }
  checkLength(value.length, rule, path, 'string');
}

function checkItems(value: readonly unknown[], rule: Rule, path: string): void {
  if (value.length === 0 && (rule.min ?? 0) > 0) {
    const expected = `Expected an array with minimum length ${rule.min}, but got an empty array instead.`;
    throw invalid(path, `Invalid '${path}': empty array. ${expected}`, 'empty_array');
  }
  checkLength(value.length, rule, path, 'array');
}

function checkLength(length: number, { min = 0, max }: Rule, path: string, kind: 'string' | 'array'): void {
  const noun = kind === 'string' ? 'string' : 'array';
  if (length < min) {
    const message = `Invalid '${path}': ${noun} too short. Expected a minimum length of ${min}, but got length ${length} instead.`;
    throw invalid(path, message, `${kind}_below_min_length`);
  }
  if (max !== undefined && length > max) {
    const message = `Invalid '${path}': ${noun} too long. Expected a maximum length of ${max}, but got length ${length} instead.`;
    throw invalid(path, message, `${kind}_above_max_length`);
  }
}

function checkNumber(value: number, { min, max, above, type }: Rule, path: string): void {
  const kind = type === 'integer' || (Array.isArray(type) && type.includes('integer')) ? 'integer' : 'decimal';
  if (min !== undefined && (above ? value <= min : value < min)) {
    const bound = `${above ? '>' : '>='} ${min}`;
    const message = `Invalid '${path}': ${kind} below minimum value. Expected a value ${bound}, but got ${value} instead.`;
    throw invalid(path, message, `${kind}_below_min_value`);
  }
  if (max !== undefined && value > max) {
    const message = `Invalid '${path}': ${kind} above maximum value. Expected a value <= ${max}, but got ${value} instead.`;
    throw invalid(path, message, `${kind}_above_max_value`);
  }
}

function unknownParameter(path: string, style: UnknownStyle): Refusal {
  if (style === 'legacy') return new Refusal(400, `Unrecognized request argument supplied: ${path}`);
  return invalid(path, `Unknown parameter: '${path}'.`, 'unknown_parameter');
}

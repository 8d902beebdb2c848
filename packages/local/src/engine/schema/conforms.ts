import { isInFormat } from './formats.ts';
import { isJsonObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { isOfType } from './json-type.ts';
import { parsePattern } from './parse-pattern.ts';
import { matchesPattern } from './pattern.ts';
import { resolveRef } from './resolve-ref.ts';

type Rule = (argument: unknown, value: unknown, schema: SchemaObject, judge: Judge, depth: number) => boolean;

/** References that lead nowhere but to each other end here. */
const MAX_DEPTH = 200;

/**
 * Whether a value satisfies a schema; `root` is the document its references are looked up in.
 *
 * Some validators check `format` and some take it for a note, so a value has to pass both ways.
 */
export function conforms(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  return check(schema, value, { root, formats: true }, 0) && check(schema, value, { root, formats: false }, 0);
}

interface Judge {
  readonly root: JsonSchema;
  readonly formats: boolean;
}

function check(schema: JsonSchema, value: unknown, judge: Judge, depth: number): boolean {
  if (typeof schema === 'boolean') return schema;
  if (depth > MAX_DEPTH) return false;
  if (schema.nullable === true && value === null) return true;
  return Object.entries(schema).every(([keyword, argument]) =>
    Object.hasOwn(RULES, keyword) ? RULES[keyword]!(argument, value, schema, judge, depth + 1) : true,
  );
}

const list = (argument: unknown): readonly JsonSchema[] => (Array.isArray(argument) ? argument : []);
const map = (argument: unknown): [string, JsonSchema][] =>
  isJsonObject(argument) ? (Object.entries(argument) as [string, JsonSchema][]) : [];
const holds = (schema: unknown, value: unknown, judge: Judge, depth: number): boolean =>
  check(schema as JsonSchema, value, judge, depth);

const ofNumber =
  (rule: (value: number, argument: number, schema: SchemaObject) => boolean): Rule =>
  (argument, value, schema) =>
    typeof value !== 'number' || typeof argument !== 'number' || rule(value, argument, schema);
const ofString =
  (rule: (value: string, argument: unknown) => boolean): Rule =>
  (argument, value) =>
    typeof value !== 'string' || rule(value, argument);
const ofArray =
  (
    rule: (value: readonly unknown[], argument: unknown, schema: SchemaObject, judge: Judge, depth: number) => boolean,
  ): Rule =>
  (argument, value, schema, judge, depth) =>
    !Array.isArray(value) || rule(value, argument, schema, judge, depth);
const ofObject =
  (
    rule: (
      value: { readonly [key: string]: unknown },
      argument: unknown,
      schema: SchemaObject,
      judge: Judge,
      depth: number,
    ) => boolean,
  ): Rule =>
  (argument, value, schema, judge, depth) =>
    !isJsonObject(value) || rule(value, argument, schema, judge, depth);

const RULES: Readonly<Record<string, Rule>> = {
  type: (types, value) => (Array.isArray(types) ? types : [types]).some((type) => isOfType(value, type)),
  const: (wanted, value) => sameJson(wanted, value),
  enum: (options, value) => list(options).some((option) => sameJson(option, value)),
  $ref: (ref, value, _, judge, depth) => {
    const target = typeof ref === 'string' ? resolveRef(judge.root, ref) : undefined;
    return target !== undefined && check(target, value, judge, depth);
  },
  allOf: (parts, value, _, judge, depth) => list(parts).every((part) => holds(part, value, judge, depth)),
  anyOf: (parts, value, _, judge, depth) => list(parts).some((part) => holds(part, value, judge, depth)),
  oneOf: (parts, value, _, judge, depth) => list(parts).filter((part) => holds(part, value, judge, depth)).length === 1,
  not: (part, value, _, judge, depth) => !holds(part, value, judge, depth),
  if: (condition, value, schema, judge, depth) => {
    const branch = holds(condition, value, judge, depth) ? schema.then : schema.else;
    return branch === undefined || holds(branch, value, judge, depth);
  },
  minimum: ofNumber((value, bound, schema) => (schema.exclusiveMinimum === true ? value > bound : value >= bound)),
  maximum: ofNumber((value, bound, schema) => (schema.exclusiveMaximum === true ? value < bound : value <= bound)),
  exclusiveMinimum: ofNumber((value, bound) => value > bound),
  exclusiveMaximum: ofNumber((value, bound) => value < bound),
  multipleOf: ofNumber((value, step) => Number.isInteger(value / step)),
  minLength: ofString((value, least) => [...value].length >= Number(least)),
  maxLength: ofString((value, most) => [...value].length <= Number(most)),
  format: (format, value, _, judge) => !judge.formats || typeof value !== 'string' || isInFormat(value, format),
  pattern: ofString((value, source) => matchesSource(value, source)),
  minItems: ofArray((value, least) => value.length >= Number(least)),
  maxItems: ofArray((value, most) => value.length <= Number(most)),
  uniqueItems: ofArray(
    (value, unique) =>
      unique !== true || value.every((item, at) => !value.slice(0, at).some((other) => sameJson(item, other))),
  ),
  prefixItems: ofArray((value, parts, _, judge, depth) =>
    list(parts).every((part, at) => at >= value.length || holds(part, value[at], judge, depth)),
  ),
  items: ofArray((value, items, schema, judge, depth) =>
    Array.isArray(items)
      ? items.every((part, at) => at >= value.length || holds(part, value[at], judge, depth))
      : value.slice(list(schema.prefixItems).length).every((item) => holds(items, item, judge, depth)),
  ),
  additionalItems: ofArray(
    (value, rest, schema, judge, depth) =>
      !Array.isArray(schema.items) || value.slice(schema.items.length).every((item) => holds(rest, item, judge, depth)),
  ),
  contains: ofArray((value, part, schema, judge, depth) => {
    const found = value.filter((item) => holds(part, item, judge, depth)).length;
    return found >= Number(schema.minContains ?? 1) && found <= Number(schema.maxContains ?? Number.POSITIVE_INFINITY);
  }),
  required: ofObject((value, keys) =>
    (Array.isArray(keys) ? keys : []).every((key) => Object.hasOwn(value, String(key))),
  ),
  minProperties: ofObject((value, least) => Object.keys(value).length >= Number(least)),
  maxProperties: ofObject((value, most) => Object.keys(value).length <= Number(most)),
  properties: ofObject((value, parts, _, judge, depth) =>
    map(parts).every(([key, part]) => !Object.hasOwn(value, key) || holds(part, value[key], judge, depth)),
  ),
  patternProperties: ofObject((value, parts, _, judge, depth) =>
    map(parts).every(([source, part]) =>
      Object.entries(value).every(([key, item]) => !matchesSource(key, source) || holds(part, item, judge, depth)),
    ),
  ),
  additionalProperties: ofObject((value, rest, schema, judge, depth) => {
    const patterns = map(schema.patternProperties).map(([source]) => source);
    const known = isJsonObject(schema.properties) ? schema.properties : {};
    return Object.entries(value).every(
      ([key, item]) =>
        Object.hasOwn(known, key) ||
        patterns.some((source) => matchesSource(key, source)) ||
        holds(rest, item, judge, depth),
    );
  }),
  propertyNames: ofObject((value, part, _, judge, depth) =>
    Object.keys(value).every((key) => holds(part, key, judge, depth)),
  ),
  dependentRequired: ofObject((value, table) =>
    Object.entries(isJsonObject(table) ? table : {}).every(
      ([key, keys]) =>
        !Object.hasOwn(value, key) || (Array.isArray(keys) && keys.every((k) => Object.hasOwn(value, String(k)))),
    ),
  ),
  dependentSchemas: ofObject((value, table, _, judge, depth) =>
    map(table).every(([key, part]) => !Object.hasOwn(value, key) || holds(part, value, judge, depth)),
  ),
};

/** The keywords that `conforms` enforces. */
export const ENFORCED: ReadonlySet<string> = new Set([
  ...Object.keys(RULES),
  'nullable',
  'then',
  'else',
  'minContains',
  'maxContains',
]);

function matchesSource(text: string, source: unknown): boolean {
  const pattern = typeof source === 'string' ? parsePattern(source) : undefined;
  return pattern !== undefined && 'kind' in pattern && matchesPattern(pattern, text);
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

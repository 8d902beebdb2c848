import { ENFORCED } from './conforms.ts';
import { isJsonObject, type JsonSchema } from './json-schema.ts';
import { isJsonType } from './json-type.ts';
import { parsePattern } from './parse-pattern.ts';
import { plainValue } from './plain-value.ts';
import { resolveRef } from './resolve-ref.ts';

/** Why a schema cannot be honoured, and where in it. */
export interface SchemaProblem {
  /** A path such as `properties.age.pattern`; empty for the schema as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Keywords that would change which values are right and that this engine does not enforce. */
const REFUSED: ReadonlySet<string> = new Set([
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
  'dependencies',
]);
/** Keywords whose value is a schema, a list of schemas, or a map of them. */
const SCHEMA = [
  'additionalProperties',
  'additionalItems',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'items',
];
const SCHEMA_LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const SCHEMA_MAP = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const NUMBERS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'multipleOf',
];

const MAX_SIZE = 120_000;
const MAX_NESTING = 64;

/**
 * Why the engine cannot promise a value for a schema, or `undefined` where it can.
 *
 * A schema passes when every keyword in it is understood and a value for it was really made; so what passes here is
 * always honoured.
 */
export function schemaProblem(schema: unknown): SchemaProblem | undefined {
  if (!isJsonObject(schema)) return { path: '', message: 'The schema must be a JSON object.' };
  const problem = problemIn(schema, schema, '', 0);
  if (problem) return problem;
  if (JSON.stringify(schema).length > MAX_SIZE) {
    return { path: '', message: `The schema is longer than ${MAX_SIZE} characters; make it smaller.` };
  }
  if (plainValue(schema)) return undefined;
  return {
    path: '',
    message: 'No value was found that satisfies the schema; its rules contradict each other or never end.',
  };
}

function problemIn(schema: unknown, root: JsonSchema, path: string, depth: number): SchemaProblem | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (!isJsonObject(schema)) return { path, message: 'A schema must be an object or a boolean.' };
  if (depth > MAX_NESTING) return { path, message: `The schema nests deeper than ${MAX_NESTING} levels.` };
  for (const [keyword, value] of Object.entries(schema)) {
    const at = path === '' ? keyword : `${path}.${keyword}`;
    const problem = keywordProblem(keyword, value, root, at) ?? innerProblem(keyword, value, root, at, depth);
    if (problem) return problem;
  }
  return undefined;
}

function keywordProblem(keyword: string, value: unknown, root: JsonSchema, path: string): SchemaProblem | undefined {
  if (REFUSED.has(keyword)) return { path, message: `The keyword ${keyword} is not supported.` };
  if (!ENFORCED.has(keyword)) return undefined;
  if (keyword === 'type') {
    const types = Array.isArray(value) ? value : [value];
    if (types.length === 0 || !types.every(isJsonType))
      return { path, message: 'type must name types of JSON Schema.' };
  }
  if (keyword === 'enum' && (!Array.isArray(value) || value.length === 0)) {
    return { path, message: 'enum must be a list with at least one value.' };
  }
  if (keyword === 'required' && !(Array.isArray(value) && value.every((key) => typeof key === 'string'))) {
    return { path, message: 'required must be a list of property names.' };
  }
  if (keyword === '$ref' && (typeof value !== 'string' || resolveRef(root, value) === undefined)) {
    return {
      path,
      message: 'The reference must be a path inside the schema, such as #/$defs/name, and lead somewhere.',
    };
  }
  if (NUMBERS.includes(keyword) && typeof value !== 'number') return { path, message: `${keyword} must be a number.` };
  if (keyword === 'pattern') return patternProblem(value, path);
  return undefined;
}

function patternProblem(value: unknown, path: string): SchemaProblem | undefined {
  if (typeof value !== 'string') return { path, message: 'pattern must be a string.' };
  const pattern = parsePattern(value);
  return 'problem' in pattern ? { path, message: `The pattern cannot be honoured: ${pattern.problem}.` } : undefined;
}

function innerProblem(
  keyword: string,
  value: unknown,
  root: JsonSchema,
  path: string,
  depth: number,
): SchemaProblem | undefined {
  if (SCHEMA_MAP.includes(keyword)) {
    if (!isJsonObject(value)) return { path, message: `${keyword} must be an object.` };
    for (const [key, part] of Object.entries(value)) {
      const problem =
        (keyword === 'patternProperties' ? patternProblem(key, path) : undefined) ??
        problemIn(part, root, `${path}.${key}`, depth + 1);
      if (problem) return problem;
    }
    return undefined;
  }
  if (SCHEMA_LIST.includes(keyword) || (keyword === 'items' && Array.isArray(value))) {
    if (!Array.isArray(value) || value.length === 0) return { path, message: `${keyword} must be a list of schemas.` };
    for (const [index, part] of value.entries()) {
      const problem = problemIn(part, root, `${path}[${index}]`, depth + 1);
      if (problem) return problem;
    }
    return undefined;
  }
  return SCHEMA.includes(keyword) ? problemIn(value, root, path, depth + 1) : undefined;
}

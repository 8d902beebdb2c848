import type { Random } from '../text/random.ts';
import { conforms } from './conforms.ts';
import type { Filler, Hint } from './filler.ts';
import { isJsonObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { allowedTypes, type JsonType } from './json-type.ts';
import { makeArray } from './make-array.ts';
import { makeNumber } from './make-number.ts';
import { makeObject } from './make-object.ts';
import { makeString } from './make-string.ts';
import { mergeSchemas } from './merge-schemas.ts';
import { resolveRef } from './resolve-ref.ts';

/** A value that was made, and whether something in it came from the filler. */
export interface Made {
  readonly value: unknown;
  readonly found: boolean;
}

/** One making of a value. */
export interface Making {
  readonly root: JsonSchema;
  readonly filler: Filler;
  readonly random: Random;
  /** Schemas looked at so far, so that a schema built to explode is given up. */
  steps: number;
}

/** How deep a value may nest. */
const MAX_DEPTH = 40;
const MAX_STEPS = 20_000;
/** From here on a value is kept as small as the schema allows. */
export const SMALL_FROM = 6;

/** Makes a value that satisfies a schema, or `undefined` where none was found. */
export function makeValue(schema: JsonSchema, hint: Hint, making: Making, depth = 0): Made | undefined {
  making.steps += 1;
  if (depth > MAX_DEPTH || making.steps > MAX_STEPS || schema === false) return undefined;
  if (schema === true) return makeValue({ type: 'string' }, hint, making, depth);
  const known: Hint = {
    ...hint,
    description: typeof schema.description === 'string' ? schema.description : hint.description,
    format: typeof schema.format === 'string' ? schema.format : undefined,
  };
  const made = making.filler.attempt(() => {
    const candidate = expanded(schema, known, making, depth);
    return candidate && conforms(schema, candidate.value, making.root) ? candidate : undefined;
  });
  return made ?? (hasOwnValue(schema) ? ownValue(schema, making) : undefined);
}

/** Takes the combining keywords off a schema, one at a time, until only a plain one is left. */
function expanded(schema: SchemaObject, hint: Hint, making: Making, depth: number): Made | undefined {
  if (Object.hasOwn(schema, 'const')) return { value: schema.const, found: false };
  if (Array.isArray(schema.enum)) return makeChoice(schema, schema.enum, hint, making);
  if (typeof schema.$ref === 'string') {
    const { $ref, ...rest } = schema;
    const target = resolveRef(making.root, $ref as string);
    return target === undefined ? undefined : makeValue(mergeSchemas(target, rest), hint, making, depth + 1);
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema;
    return makeValue(inlined(allOf as JsonSchema[], rest, making), hint, making, depth + 1);
  }
  const accepts = (value: unknown) => conforms(schema, value, making.root);
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const options = schema[keyword];
    if (!Array.isArray(options)) continue;
    const { [keyword]: _, ...rest } = schema;
    return makeOneOf(
      options.map((option: JsonSchema) => mergeSchemas(rest, option)),
      accepts,
      hint,
      making,
      depth,
    );
  }
  if (schema.if !== undefined) return makeConditional(schema, hint, making, depth);
  const types = allowedTypes(schema);
  if (types.length === 1) return makeTyped(types[0]!, schema, hint, making, depth);
  return makeOneOf(
    types.map((type) => ({ ...schema, type, nullable: false })),
    accepts,
    hint,
    making,
    depth,
  );
}

function makeTyped(type: JsonType, schema: SchemaObject, hint: Hint, making: Making, depth: number): Made | undefined {
  switch (type) {
    case 'null':
      return { value: null, found: false };
    case 'boolean': {
      const value = making.filler.boolean(hint);
      return value === undefined
        ? (ownValue(schema, making) ?? { value: false, found: false })
        : { value, found: true };
    }
    case 'integer':
    case 'number':
      return makeNumber(type, schema, hint, making);
    case 'string':
      return makeString(schema, hint, making);
    case 'array':
      return makeArray(schema, hint, making, depth);
    case 'object':
      return makeObject(schema, hint, making, depth);
  }
}

function makeChoice(schema: SchemaObject, options: readonly unknown[], hint: Hint, making: Making): Made | undefined {
  const { enum: _, ...rest } = schema;
  const possible = options.filter((option) => conforms(rest, option, making.root));
  const chosen = making.filler.choice(possible, hint);
  if (chosen !== undefined) return { value: chosen, found: true };
  const own = ownValue(schema, making);
  if (own) return own;
  return possible.length === 0 ? undefined : { value: possible[0], found: false };
}

/** The first alternative that something was found for, else `null` where that is one, else the first that works. */
function makeOneOf(
  options: readonly JsonSchema[],
  accepts: (value: unknown) => boolean,
  hint: Hint,
  making: Making,
  depth: number,
): Made | undefined {
  const plain = options.filter((option) => !isNull(option));
  const nullOption = options.length > plain.length && accepts(null) ? { value: null, found: false } : undefined;
  if (nullOption && depth >= SMALL_FROM) return nullOption;
  let fallback: Made | undefined = nullOption;
  for (const option of plain) {
    const made = making.filler.attempt(() => {
      const tried = makeValue(option, hint, making, depth + 1);
      if (!tried || !accepts(tried.value)) return undefined;
      if (!tried.found) fallback ??= tried;
      return tried.found ? tried : undefined;
    });
    if (made) return made;
    if (fallback && depth >= SMALL_FROM) return fallback;
  }
  return fallback;
}

function makeConditional(schema: SchemaObject, hint: Hint, making: Making, depth: number): Made | undefined {
  const { if: condition, then = true, else: otherwise = true, ...rest } = schema;
  const yes = mergeSchemas(mergeSchemas(rest, condition as JsonSchema), then as JsonSchema);
  const accepts = (value: unknown) => conforms(schema, value, making.root);
  return makeOneOf([yes, mergeSchemas(rest, otherwise as JsonSchema)], accepts, hint, making, depth);
}

function inlined(parts: readonly JsonSchema[], rest: SchemaObject, making: Making): JsonSchema {
  return parts.reduce<JsonSchema>((merged, part) => {
    const target = isJsonObject(part) && typeof part.$ref === 'string' ? resolveRef(making.root, part.$ref) : undefined;
    if (target === undefined || !isJsonObject(part)) return mergeSchemas(merged, part);
    const { $ref: _, ...siblings } = part;
    return mergeSchemas(merged, mergeSchemas(target, siblings));
  }, rest);
}

/** A value that the schema itself offers. */
function ownValue(schema: SchemaObject, making: Making): Made | undefined {
  const offered = [schema.default, ...(Array.isArray(schema.examples) ? schema.examples : [])];
  const value = offered.find((candidate) => candidate !== undefined && conforms(schema, candidate, making.root));
  return value === undefined ? undefined : { value, found: false };
}

function hasOwnValue(schema: SchemaObject): boolean {
  return schema.default !== undefined || Array.isArray(schema.examples);
}

function isNull(schema: JsonSchema): boolean {
  return isJsonObject(schema) && (schema.type === 'null' || schema.const === null);
}

import { isJsonObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { isJsonType, type JsonType } from './json-type.ts';

type Merge = (a: unknown, b: unknown) => unknown;

const both: Merge = (a, b) => ({ allOf: [a, b] });
const union: Merge = (a, b) => [...new Set([...array(a), ...array(b)])];
const least: Merge = (a, b) => Math.max(Number(a), Number(b));
const most: Merge = (a, b) => Math.min(Number(a), Number(b));

/** How two uses of a keyword become one; keywords without an entry stay apart, and the finished value is checked. */
const MERGES: Readonly<Record<string, Merge>> = {
  type: (a, b) => sharedTypes(array(a), array(b)),
  enum: (a, b) =>
    array(a).filter((option) => array(b).some((other) => JSON.stringify(other) === JSON.stringify(option))),
  required: union,
  properties: (a, b) => mergedProperties(a, b),
  items: both,
  additionalProperties: both,
  minimum: least,
  exclusiveMinimum: least,
  minLength: least,
  minItems: least,
  minProperties: least,
  maximum: most,
  exclusiveMaximum: most,
  maxLength: most,
  maxItems: most,
  maxProperties: most,
};

/** One schema that asks for what two ask for, as far as that can be said keyword by keyword. */
export function mergeSchemas(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (a === true) return b;
  if (b === true) return a;
  if (a === false || b === false) return false;
  const merged: Record<string, unknown> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    const own = merged[keyword];
    const merge = Object.hasOwn(MERGES, keyword) ? MERGES[keyword] : undefined;
    if (own === undefined) merged[keyword] = value;
    else if (keyword === 'allOf') merged.allOf = [...array(own), ...array(value)];
    else if (merge) merged[keyword] = merge(own, value);
    else if (isCombination(keyword)) merged.allOf = [...array(merged.allOf ?? []), { [keyword]: value }];
  }
  return merged;
}

function isCombination(keyword: string): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf' || keyword === '$ref' || keyword === 'if';
}

function sharedTypes(a: readonly unknown[], b: readonly unknown[]): unknown {
  const shared: JsonType[] = [];
  for (const type of a.filter(isJsonType)) {
    if (b.includes(type)) shared.push(type);
    else if (type === 'number' && b.includes('integer')) shared.push('integer');
    else if (type === 'integer' && b.includes('number')) shared.push('integer');
  }
  return shared.length === 1 ? shared[0] : shared;
}

function mergedProperties(a: unknown, b: unknown): unknown {
  const merged: SchemaObject & Record<string, unknown> = isJsonObject(a) ? { ...a } : {};
  for (const [key, value] of Object.entries(isJsonObject(b) ? b : {})) {
    merged[key] = Object.hasOwn(merged, key) ? both(merged[key], value) : value;
  }
  return merged;
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

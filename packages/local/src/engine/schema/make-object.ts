import type { Hint } from './filler.ts';
import { isJsonObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { type Made, type Making, makeValue, SMALL_FROM } from './make-value.ts';
import { mergeSchemas } from './merge-schemas.ts';
import { parsePattern } from './parse-pattern.ts';
import { matchesPattern, samplePattern } from './pattern.ts';

const MAX_EXTRA = 100;

/** An object for a schema: what it requires, what the filler has for the rest, and entries where its keys are open. */
export function makeObject(schema: SchemaObject, hint: Hint, making: Making, depth: number): Made | undefined {
  const properties = isJsonObject(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : {};
  const required = new Set((Array.isArray(schema.required) ? schema.required : []).map(String));
  const entries = new Map<string, unknown>();
  let found = false;
  const put = (key: string, part: JsonSchema, needed: boolean): boolean => {
    const made = making.filler.attempt(() => {
      const tried = makeValue(part, { name: key, description: '', needed }, making, depth + 1);
      return tried && (needed || tried.found) ? tried : undefined;
    });
    if (made) {
      entries.set(key, made.value);
      found ||= made.found;
    }
    return made !== undefined || !needed;
  };
  for (const [key, part] of Object.entries(properties)) {
    const needed = required.has(key);
    if ((needed || depth < SMALL_FROM) && !put(key, part, needed)) return undefined;
  }
  for (const key of required) {
    if (!Object.hasOwn(properties, key) && !put(key, schemaOf(key, schema), true)) return undefined;
  }
  for (const key of dependents(schema, entries))
    if (!put(key, properties[key] ?? schemaOf(key, schema), true)) return undefined;
  found = addEntries(schema, hint, making, depth, entries) || found;
  const least = Number(schema.minProperties ?? 0);
  for (const [key, part] of Object.entries(properties))
    if (entries.size < least && !entries.has(key)) put(key, part, true);
  for (let extra = 1; entries.size < least && extra <= MAX_EXTRA; extra++) {
    const key = newKey(schema, extra, making);
    if (!entries.has(key)) put(key, schemaOf(key, schema), true);
  }
  return { value: Object.fromEntries(entries), found };
}

/** The entries of a record, where the prompt lists some. */
function addEntries(
  schema: SchemaObject,
  hint: Hint,
  making: Making,
  depth: number,
  entries: Map<string, unknown>,
): boolean {
  const rest = schema.additionalProperties;
  const open = isJsonObject(rest) || (rest !== false && schema.properties === undefined);
  if (!open || depth >= SMALL_FROM) return false;
  let added = false;
  for (const [key, text] of making.filler.entries(hint)) {
    if (entries.size >= Number(schema.maxProperties ?? MAX_EXTRA) || entries.has(key)) continue;
    const filler = {
      ...making.filler,
      strings: () => [text],
      numbers: () => numberOf(text),
      boolean: () => text === 'true',
    };
    const made = makeValue(
      schemaOf(key, schema),
      { name: key, description: '', needed: true },
      { ...making, filler },
      depth + 1,
    );
    if (!made) continue;
    entries.set(key, made.value);
    added = true;
  }
  return added;
}

function numberOf(text: string): number[] {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? [value] : [];
}

/** What the schema asks of a key that it does not name. */
function schemaOf(key: string, schema: SchemaObject): JsonSchema {
  const patterns = isJsonObject(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
  const matching = patterns.filter(([source]) => {
    const pattern = parsePattern(source);
    return 'kind' in pattern && matchesPattern(pattern, key);
  });
  if (matching.length > 0)
    return matching.reduce<JsonSchema>((merged, [, part]) => mergeSchemas(merged, part as JsonSchema), true);
  return (schema.additionalProperties as JsonSchema | undefined) ?? true;
}

function dependents(schema: SchemaObject, entries: ReadonlyMap<string, unknown>): string[] {
  const table = isJsonObject(schema.dependentRequired) ? schema.dependentRequired : {};
  return Object.entries(table)
    .filter(([key]) => entries.has(key))
    .flatMap(([, keys]) => (Array.isArray(keys) ? keys.map(String) : []))
    .filter((key) => !entries.has(key));
}

function newKey(schema: SchemaObject, number: number, making: Making): string {
  const source = Object.keys(isJsonObject(schema.patternProperties) ? schema.patternProperties : {})[0];
  const names = isJsonObject(schema.propertyNames) ? schema.propertyNames : {};
  if (Array.isArray(names.enum)) return String(names.enum[(number - 1) % names.enum.length]);
  const wanted = source ?? (typeof names.pattern === 'string' ? names.pattern : undefined);
  const pattern = wanted === undefined ? undefined : parsePattern(wanted);
  return pattern && 'kind' in pattern ? samplePattern(pattern, making.random, number) : `key${number}`;
}

import { conforms, sameJson } from './conforms.ts';
import type { Hint } from './filler.ts';
import type { JsonSchema, SchemaObject } from './json-schema.ts';
import { type Made, type Making, makeValue, SMALL_FROM } from './make-value.ts';
import { mergeSchemas } from './merge-schemas.ts';

/** How often another item is tried where items must differ. */
const TRIES = 12;
const MAX_ITEMS = 1_000;

/** A list for a schema, as long as the filler has items for it and within the bounds the schema sets. */
export function makeArray(schema: SchemaObject, hint: Hint, making: Making, depth: number): Made | undefined {
  const prefix = schemas(schema.prefixItems) ?? schemas(schema.items) ?? [];
  const rest = (Array.isArray(schema.items) ? schema.additionalItems : schema.items) as JsonSchema | undefined;
  const contains = schema.contains as JsonSchema | undefined;
  const needed = contains === undefined ? 0 : Number(schema.minContains ?? 1);
  const least = Math.max(Number(schema.minItems ?? 0), needed, 0);
  const most = Math.min(MAX_ITEMS, Number(schema.maxItems ?? MAX_ITEMS));
  if (least > most) return undefined;
  const wished = depth >= SMALL_FROM ? 0 : Math.max(making.filler.items(hint), prefix.length);
  const length = Math.min(most, Math.max(least, wished));
  const value: unknown[] = [];
  let found = false;
  for (let index = 0; index < length; index++) {
    const base = prefix[index] ?? rest ?? true;
    const item = contains !== undefined && index < needed ? mergeSchemas(base, contains) : base;
    const made = makeItem(item, hint, making, depth, schema.uniqueItems === true ? value : []);
    if (!made) {
      if (value.length >= least) break;
      return undefined;
    }
    value.push(made.value);
    found ||= made.found;
  }
  return { value, found };
}

function makeItem(
  schema: JsonSchema,
  hint: Hint,
  making: Making,
  depth: number,
  taken: readonly unknown[],
): Made | undefined {
  const isNew = (value: unknown) => !taken.some((other) => sameJson(other, value));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const name = attempt === 0 && taken.length === 0 ? hint.name : `${hint.name} ${taken.length + attempt + 1}`;
    const made = makeValue(schema, taken.length === 0 ? hint : { ...hint, name }, making, depth + 1);
    if (!made) return undefined;
    if (isNew(made.value)) return made;
  }
  return others(schema, taken, making).find(({ value }) => isNew(value));
}

/** Plain values that a schema may also allow, for lists whose items must differ. */
function others(schema: JsonSchema, taken: readonly unknown[], making: Making): Made[] {
  const options = typeof schema === 'object' && Array.isArray(schema.enum) ? schema.enum : [];
  const numbers = taken.flatMap((value) => (typeof value === 'number' ? [value + 1, value - 1] : []));
  return [...options, ...numbers, true, false, null]
    .filter((value) => conforms(schema, value, making.root))
    .map((value) => ({ value, found: false }));
}

function schemas(value: unknown): readonly JsonSchema[] | undefined {
  return Array.isArray(value) ? (value as JsonSchema[]) : undefined;
}

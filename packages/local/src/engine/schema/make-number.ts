import { conforms } from './conforms.ts';
import type { Hint } from './filler.ts';
import type { SchemaObject } from './json-schema.ts';
import type { Made, Making } from './make-value.ts';

/** How many multiples of a step are tried before a schema counts as one without a number. */
const MAX_TRIES = 200;

/** A number for a schema: from the filler, from the schema itself, else the one nearest to zero that it allows. */
export function makeNumber(
  type: 'integer' | 'number',
  schema: SchemaObject,
  hint: Hint,
  making: Making,
): Made | undefined {
  const typed = { ...schema, type };
  const fits = (value: unknown): value is number => conforms(typed, value, making.root);
  const wished = making.filler.numbers(hint).find(fits);
  if (wished !== undefined) return { value: wished, found: true };
  const offered = [schema.default, ...(Array.isArray(schema.examples) ? schema.examples : [])].find(fits);
  const value = offered ?? candidates(schema, type).find(fits);
  return value === undefined ? undefined : { value, found: false };
}

function candidates(schema: SchemaObject, type: 'integer' | 'number'): number[] {
  const bounds = [schema.minimum, schema.maximum, schema.exclusiveMinimum, schema.exclusiveMaximum].filter(
    (bound): bound is number => typeof bound === 'number',
  );
  const step =
    typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : type === 'integer' ? 1 : 0;
  const found = [0, 1];
  for (const bound of bounds) {
    if (step > 0) {
      const nearest = Math.round(bound / step);
      for (let offset = 0; offset <= MAX_TRIES; offset++)
        found.push(...multiples(nearest + offset, step), ...multiples(nearest - offset, step));
    } else found.push(bound, bound + 1, bound - 1, bound + 0.1, bound - 0.1, ...beside(bound));
  }
  if (bounds.length > 1) found.push((Math.min(...bounds) + Math.max(...bounds)) / 2);
  // Two pairs of bounds may leave only a gap between the inner two.
  const sorted = bounds.toSorted((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) found.push((sorted[i - 1]! + sorted[i]!) / 2);
  return found;
}

/** A multiple as people write it, and as the machine computes it; they differ in the last digit for steps like 0.1. */
function multiples(count: number, step: number): number[] {
  return [Number((count * step).toPrecision(12)), count * step];
}

function beside(bound: number): number[] {
  const gap = Math.max(Math.abs(bound) * 1e-9, Number.MIN_VALUE);
  return [bound + gap, bound - gap];
}

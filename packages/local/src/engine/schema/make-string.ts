import { conforms } from './conforms.ts';
import type { Hint } from './filler.ts';
import { formatExample } from './formats.ts';
import type { SchemaObject } from './json-schema.ts';
import type { Made, Making } from './make-value.ts';
import { parsePattern } from './parse-pattern.ts';
import { samplePattern } from './pattern.ts';

/** How far repetitions of a pattern are stretched to reach a minimum length. */
const STRETCHES = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const TRIES_PER_STRETCH = 6;
const FILLING = 'and so on ';
const DEFAULT_TEXT = 'example';
/** No schema gets a text longer than this. */
const MAX_TEXT = 100_000;

/** A text for a schema: from the filler, from the schema itself, else one made to fit its pattern, format and length. */
export function makeString(schema: SchemaObject, hint: Hint, making: Making): Made | undefined {
  const typed = { ...schema, type: 'string' };
  const fits = (value: unknown): value is string => conforms(typed, value, making.root);
  const wishes = making.filler.strings(hint);
  const wished = wishes.find(fits) ?? wishes.map((wish) => cutTo(wish, schema)).find(fits);
  if (wished !== undefined) return { value: wished, found: true };
  const offered = [schema.default, ...(Array.isArray(schema.examples) ? schema.examples : [])].find(fits);
  if (offered !== undefined) return { value: offered, found: false };
  for (const candidate of candidates(schema, hint, making)) {
    if (fits(candidate)) return { value: candidate, found: false };
  }
  return undefined;
}

function* candidates(schema: SchemaObject, hint: Hint, making: Making): Generator<string> {
  const example = formatExample(schema.format);
  if (example !== undefined) yield example;
  if (typeof schema.pattern === 'string') {
    const pattern = parsePattern(schema.pattern);
    if (!('kind' in pattern)) return;
    for (const stretch of STRETCHES) {
      for (let i = 0; i < TRIES_PER_STRETCH; i++) {
        const sample = samplePattern(pattern, making.random, stretch);
        yield sample;
        // A pattern that is not anchored allows more text around what it matches.
        yield cutTo(sample, schema);
      }
    }
  }
  for (const text of making.filler.fallbacks(hint)) {
    yield text;
    yield cutTo(text, schema);
  }
  yield cutTo(hint.name || DEFAULT_TEXT, schema);
  yield '';
}

/** A text cut or filled up to the lengths a schema allows. */
function cutTo(text: string, schema: SchemaObject): string {
  const least = Math.min(MAX_TEXT, Number(schema.minLength ?? 0)) || 0;
  const most = Number(schema.maxLength ?? Number.POSITIVE_INFINITY);
  const points = [...text];
  if (points.length >= least) return points.length <= most ? text : points.slice(0, most).join('').trimEnd();
  const filled = `${text} ${FILLING.repeat(Math.ceil((least - points.length) / FILLING.length) + 1)}`;
  return [...filled]
    .slice(0, least - 1)
    .join('')
    .concat('.');
}

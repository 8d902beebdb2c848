import { seededRandom } from '../text/random.ts';
import { emptyFiller } from './filler.ts';
import type { JsonSchema } from './json-schema.ts';
import { type Made, makeValue } from './make-value.ts';

/**
 * A value from the schema alone, the same each time.
 *
 * It is made once to see whether a schema can be honoured, and again where a prompt's values do not fit; because both
 * make the same value, what was promised is always kept.
 */
export function plainValue(schema: JsonSchema): Made | undefined {
  const making = { root: schema, filler: emptyFiller, random: seededRandom(0), steps: 0 };
  return makeValue(schema, { name: '', description: '', needed: true }, making);
}

import { ColloquyError } from '@colloquy/core';
import { hashText } from './text/random.ts';
import { stem, words } from './text/words.ts';

const DEFAULT_DIMENSIONS = 1_536;
const MAX_DIMENSIONS = 3_072;
/** How much a whole word, two neighbours and three letters count. */
const WORD = 1;
const PAIR = 0.5;
const TRIGRAM = 0.35;

/**
 * Vectors of unit length from hashed words, word pairs and letter trigrams: texts in like wording point the same way.
 *
 * Throws `invalid_request` for dimensions that are not a whole number from 1 to 3072.
 */
export function embed(texts: readonly string[], dimensions: number = DEFAULT_DIMENSIONS): Float32Array[] {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
    throw new ColloquyError('invalid_request', `dimensions must be a whole number from 1 to ${MAX_DIMENSIONS}.`, {
      param: 'dimensions',
    });
  }
  return texts.map((text) => embedOne(text, dimensions));
}

function embedOne(text: string, dimensions: number): Float32Array {
  const vector = new Float64Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hashText(feature);
    vector[hash % dimensions]! += (hash & 0x8000_0000 ? -1 : 1) * weight;
  };
  let previous = '';
  for (const word of words(text)) {
    const root = stem(word);
    add(`w ${root}`, WORD);
    if (previous) add(`p ${previous} ${root}`, PAIR);
    const padded = ` ${root} `;
    for (let i = 0; i + 3 <= padded.length; i++) add(`t ${padded.slice(i, i + 3)}`, TRIGRAM);
    previous = root;
  }
  let length = 0;
  for (const value of vector) length += value * value;
  // A text without words still needs a direction.
  if (length === 0) add(`x ${text}`, 1);
  const norm = Math.sqrt(length || 1);
  return Float32Array.from(vector, (value) => value / norm);
}

import { words } from '../text/words.ts';

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, value) => [word, value],
  ),
);

/** Words per unit in which a length can be asked for. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/\b([\d,.]+|\p{L}+)[ -]words?\b/iu, 1],
  [/\b([\d,.]+|\p{L}+)[ -]tokens?\b/iu, 0.75],
  [/\b([\d,.]+|\p{L}+)[ -]lines?\b/iu, 10],
  [/\b([\d,.]+|\p{L}+)[ -]paragraphs?\b/iu, 60],
  [/\b([\d,.]+|\p{L}+)[ -]pages?\b/iu, 400],
];
const LONG =
  /\b(?:long|longer|lengthy|detailed|in detail|essay|article|at length|as much as you can|everything you know)\b/i;
const LONG_WORDS = 400;
const MOST_WORDS = 20_000;
const REQUEST_LENGTH = 2_000;

/** How many words a question asks for, or `undefined` where it leaves that open. */
export function wantedWords(question: string): number | undefined {
  const text = question.slice(0, REQUEST_LENGTH);
  for (const [pattern, size] of UNITS) {
    const count = numberFrom(pattern.exec(text)?.[1]);
    if (count) return Math.min(MOST_WORDS, Math.ceil(count * size));
  }
  return LONG.test(text) ? LONG_WORDS : undefined;
}

/** A number written in digits or, up to twelve, as an English word. */
export function numberFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const spelled = NUMBER_WORDS.get(words(text)[0] ?? '');
  if (spelled !== undefined) return spelled;
  const value = Number(text.replaceAll(',', ''));
  return text !== '' && Number.isFinite(value) ? value : undefined;
}

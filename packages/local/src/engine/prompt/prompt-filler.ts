import type { Filler, Hint } from '../schema/filler.ts';
import { stem, words } from '../text/words.ts';
import { type PromptFacts, readFacts } from './prompt-facts.ts';
import { stringFacts } from './string-facts.ts';

/** What an option may be called besides its own name. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  add: ['+', 'plus', 'sum', 'added', 'addition', 'total'],
  addition: ['+', 'plus', 'sum', 'add', 'added'],
  sum: ['+', 'plus', 'add'],
  subtract: ['-', '\u2212', 'minus', 'difference', 'subtraction'],
  subtraction: ['-', '\u2212', 'minus', 'subtract'],
  multiply: ['*', '\u00d7', 'x', 'times', 'multiplied', 'product', 'multiplication'],
  multiplication: ['*', '\u00d7', 'x', 'times', 'multiply', 'product'],
  divide: ['/', '\u00f7', 'divided', 'over', 'quotient', 'division'],
  division: ['/', '\u00f7', 'divided', 'divide'],
  positive: ['love', 'great', 'good', 'excellent', 'happy', 'wonderful', 'best'],
  negative: ['hate', 'bad', 'terrible', 'awful', 'sad', 'angry', 'worst', 'disappointed'],
  celsius: ['\u00b0c', 'centigrade', 'c'],
  fahrenheit: ['\u00b0f', 'f'],
};
const LABELS: Readonly<Record<string, readonly string[]>> = {
  age: ['years old', 'year old', 'years', 'aged'],
  temperature: ['degrees', '\u00b0'],
  quantity: ['pieces', 'items'],
  days: ['day'],
  price: ['euro', 'euros', 'dollars'],
};
const NEGATION = /(?:\bno\b|\bnot\b|\bwithout\b|n['\u2019]t\b|\bnever\b|\bdisable\b|\boff\b)[^.!?,;]{0,24}$/i;
const YES = /^(?:true|yes|on|1)$/i;
const LISTED_NUMBERS =
  /^(?:numbers?|values?|scores?|grades?|prices?|amounts?|points?|data|operands|ints|integers|args|list)$/;
const PEOPLE =
  /^(?:people|persons?|names?|participants?|attendees|users?|authors?|members|guests|characters|recipients|contacts)$/;
const PLACES = /^(?:cities|city|locations?|places?|countries|destinations?|towns?)$/;

/** How a filler reads a prompt. */
export interface PromptFillerOptions {
  /** What to say where nothing was found; asked for once per place. */
  readonly fallback?: ((hint: Hint) => readonly string[]) | undefined;
  /** Skips so many places and names: the second of several calls is about the second city. */
  readonly skip?: number | undefined;
}

/** Fills values from a prompt; what was used once is not used again. */
export function promptFiller(prompt: string, { fallback, skip = 0 }: PromptFillerOptions = {}): Filler {
  const facts = skipped(readFacts(prompt), skip);
  let usedNumbers: readonly number[] = [];
  let usedTexts: readonly string[] = [];
  const usedAs = (hint: Hint, text: string): string => `${poolOf(hint)}\n${text}`;
  const freeNumbers = (): number[] => {
    const left = [...facts.numbers];
    for (const used of usedNumbers) if (left.includes(used)) left.splice(left.indexOf(used), 1);
    return left;
  };
  return {
    strings(hint) {
      const found = stringFacts(facts, hint).filter((text) => !usedTexts.includes(usedAs(hint, text)));
      if (found[0] !== undefined) usedTexts = [...usedTexts, usedAs(hint, found[0])];
      return found;
    },
    fallbacks: (hint) => fallback?.(hint) ?? [],
    numbers(hint) {
      const labelled = labelledNumber(facts, hint);
      const found = labelled === undefined ? (hint.needed ? freeNumbers() : []) : [labelled];
      if (found[0] !== undefined) usedNumbers = [...usedNumbers, found[0]];
      return found;
    },
    boolean(hint) {
      const labelled = pairValue(facts, hint);
      if (labelled !== undefined) return YES.test(labelled);
      return mentioned(facts.text, hint.name);
    },
    choice(options, hint) {
      const labelled = pairValue(facts, hint)?.toLowerCase();
      const same = options.find((option) => labelled !== undefined && String(option).toLowerCase() === labelled);
      if (same !== undefined) return same;
      const places = options.map((option) => optionPlace(facts, option));
      const first = Math.min(...places.filter((place) => place >= 0));
      return Number.isFinite(first) ? options[places.indexOf(first)] : undefined;
    },
    items(hint) {
      const listed = pairValue(facts, hint);
      if (listed?.includes(' and ')) return listed.split(/,|\band\b/).length;
      if (PEOPLE.test(hint.name)) return facts.names.length || 1;
      if (PLACES.test(hint.name)) return facts.places.length || 1;
      if (LISTED_NUMBERS.test(hint.name)) return Math.max(1, freeNumbers().length, facts.quoted.length);
      return Math.max(1, facts.quoted.length);
    },
    entries: () => facts.pairs,
    attempt(make) {
      const [numbers, texts] = [usedNumbers, usedTexts];
      const made = make();
      if (made === undefined) [usedNumbers, usedTexts] = [numbers, texts];
      return made;
    },
  };
}

/** A list of people or places may repeat what another property already said; anything else may not. */
function poolOf({ name }: Hint): string {
  const base = name.replace(/ \d+$/, '');
  return PEOPLE.test(base) && base !== 'name' ? base : PLACES.test(base) && /s$/.test(base) ? base : '';
}

function skipped(facts: PromptFacts, count: number): PromptFacts {
  if (count === 0) return facts;
  return {
    ...facts,
    places: facts.places.slice(count),
    names: facts.names.slice(count),
    quoted: facts.quoted.slice(count),
  };
}

function pairValue(facts: PromptFacts, { name }: Hint): string | undefined {
  const wanted = words(name.replaceAll('_', ' ')).join('');
  return facts.pairs.find(([key]) => words(key.replaceAll('_', ' ')).join('') === wanted)?.[1];
}

function labelledNumber(facts: PromptFacts, hint: Hint): number | undefined {
  const name = hint.name.replace(/(?<=[a-z])(?=[A-Z])|_/g, ' ').toLowerCase();
  for (const label of [name, ...(LABELS[name] ?? [])].filter((text) => text.length > 0).map(escaped)) {
    const before = new RegExp(
      `(?<![\\p{L}\\p{N}])${label}(?:\\s+(?:is|of|to|at))?\\s*[:=]?\\s*(-?\\d+(?:\\.\\d+)?)(?![\\p{L}\\d])`,
      'iu',
    ).exec(facts.text);
    const after =
      label.length < 2
        ? null
        : new RegExp(`(?<![\\p{L}\\d.])(-?\\d+(?:\\.\\d+)?)[ -]?${label}(?![\\p{L}])`, 'iu').exec(facts.text);
    const found = before?.[1] ?? after?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}

/** Whether a flag's name is in the prompt, and whether it is asked for or ruled out. */
function mentioned(text: string, name: string): boolean | undefined {
  const wanted = words(name.replace(/(?<=[a-z])(?=[A-Z])|_/g, ' ')).filter(
    (word) => !/^(?:is|has|should|include|with|use|the)$/.test(word),
  );
  for (const word of wanted) {
    const at = new RegExp(`(?<![\\p{L}])${escaped(stem(word))}`, 'iu').exec(text)?.index;
    if (at !== undefined) return !NEGATION.test(text.slice(Math.max(0, at - 40), at));
  }
  return undefined;
}

/** Where an option is named in the prompt, or -1. */
function optionPlace(facts: PromptFacts, option: unknown): number {
  if (typeof option === 'number') return facts.numbers.indexOf(option);
  if (typeof option !== 'string' || option === '') return -1;
  const plain = option.toLowerCase().replaceAll(/[_-]/g, ' ');
  const places = [option.toLowerCase(), plain, stem(plain), ...(SYNONYMS[plain] ?? [])].map((form) =>
    facts.text
      .toLowerCase()
      .search(
        /^[\p{L}\p{N} ]+$/u.test(form)
          ? new RegExp(`(?<![\\p{L}])${escaped(form)}(?![\\p{L}]{4})(?:${form.length < 3 ? '(?![\\p{L}])' : ''})`, 'u')
          : new RegExp(escaped(form)),
      ),
  );
  return Math.min(...places.map((place) => (place < 0 ? Number.POSITIVE_INFINITY : place)), Number.MAX_SAFE_INTEGER) ===
    Number.MAX_SAFE_INTEGER
    ? -1
    : Math.min(...places.filter((place) => place >= 0));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

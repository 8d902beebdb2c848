import { numberFrom } from '../answer/wanted-length.ts';
import { isStopWord } from '../text/words.ts';

/** What a prompt holds that a value could be taken from, each list in the order of the prompt. */
export interface PromptFacts {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly quoted: readonly string[];
  readonly emails: readonly string[];
  readonly urls: readonly string[];
  readonly uuids: readonly string[];
  readonly dates: readonly string[];
  readonly times: readonly string[];
  /** Identifiers such as `ORD-1234`. */
  readonly codes: readonly string[];
  readonly places: readonly string[];
  readonly origins: readonly string[];
  readonly destinations: readonly string[];
  readonly names: readonly string[];
  /** `key: value` and `key = value`. */
  readonly pairs: readonly (readonly [string, string])[];
}

const NAME_WORD = "\\p{Lu}[\\p{L}\\p{N}'\u2019-]*";
/** Several capitalised words, small words between them, and a state as in `Portland, OR`. */
const NAME = `${NAME_WORD}(?:\\s+(?:(?:de|la|von|van|der|of|the)\\s+)?${NAME_WORD})*(?:,\\s[A-Z]{2}\\b)?`;
const NAME_LIST = `${NAME}(?:(?:\\s*,\\s*(?:and\\s+|or\\s+)?|\\s+(?:and|or|&|vs\\.?|versus)\\s+(?:in\\s+)?)${NAME})*`;
const PLACE = new RegExp(
  `\\b(?:in|at|for|near|around|of|to|from|into|visit|visiting|between|about)\\s+(${NAME_LIST})`,
  'gu',
);
const ORIGIN = new RegExp(`\\bfrom\\s+(${NAME})`, 'gu');
const DESTINATION = new RegExp(`\\b(?:to|into|for)\\s+(${NAME})`, 'gu');
const ANY_NAME = new RegExp(NAME, 'gu');
const BETWEEN_NAMES = /\s*,(?!\s*[A-Z]{2}\b)\s*(?:and\s+|or\s+)?|\s+(?:and|or|&|vs\.?|versus)\s+(?:in\s+)?/u;
/** After one of these a capital says nothing about the word. */
const SENTENCE_START = /(?:^|[.!?:\n]["')]?\s+|^["'(])$/u;
const AFTER_A_NAME =
  /^(?:['\u2019]s\b|,|\s+(?:is|was|has|had|lives|works|went|and|will|are|were|likes|wants|bought|said|born|\(|aged?)\b|\s*\()/u;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTH = MONTHS.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?\\.?`).join('|');
const SPOKEN_DATE = new RegExp(
  `\\b(?:(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})|(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH}),?\\s+(\\d{4}))\\b`,
  'gi',
);
const DATE = /\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?/g;
const DAY =
  /\b(?:today|tomorrow|tonight|yesterday|(?:next |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend|month))\b/gi;
const TIME =
  /\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]m)?\b|\b(?:1[0-2]|[1-9])\s?[ap]m\b|\bnoon\b|\bmidnight\b/gi;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const URL_TEXT = /\bhttps?:\/\/[^\s"'<>)\]]+[^\s"'<>)\].,;!?]/g;
const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi;
const CODE = /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z]+[\w]*(?:-[\w]+)*\b/g;
const QUOTED = /"([^"\n]+)"|\u201c([^\u201d\n]+)\u201d|`([^`\n]+)`|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])/gu;
const PAIR =
  /(?:^|[\s,;({])["']?([\p{L}_][\p{L}\p{N}_-]*)["']?\s*(?:=|:(?!\/))\s*(?![\p{L}_-]+\s*:\s)(?:"([^"\n]*)"|'([^'\n]*)'|([^\s,;)}\n][^,;)}\n]*))/gu;
const NUMBER = /(?<![\p{L}\p{N}_.])[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d\p{L}_])(?:e[+-]?\d+)?/giu;
const NUMBER_WORD = /\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/gi;

/** Capitalised words that name no person and no place. */
const NOT_NAMES = /^(?:JSON|CSV|XML|YAML|HTML|URL|API|HTTP|SQL|ID|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?$/i;

/** Reads the facts out of a prompt, as `lastPrompt` gives it. */
export function readFacts(text: string): PromptFacts {
  const all = (pattern: RegExp, source = text) =>
    [...source.matchAll(pattern)].map((match) => match.slice(1).find((group) => group !== undefined) ?? match[0]);
  const emails = all(EMAIL);
  const urls = all(URL_TEXT);
  const uuids = all(UUID);
  const spoken = [...text.matchAll(SPOKEN_DATE)].map(isoDate);
  const times = all(TIME);
  // A date's digits are not numbers, and an address's words not names.
  const plain = [URL_TEXT, EMAIL, UUID, DATE, SPOKEN_DATE, TIME].reduce(
    (rest, pattern) => rest.replaceAll(pattern, ' , '),
    text,
  );
  const numbers = all(NUMBER, plain).map((found) => Number(found.replaceAll(',', '').replace('\u2212', '-')));
  const lists = (pattern: RegExp) =>
    all(pattern, plain)
      .flatMap((found) => found.split(BETWEEN_NAMES))
      .map(tidy)
      .filter(isName);
  return {
    text,
    numbers: numbers.length > 0 ? numbers : all(NUMBER_WORD, plain).flatMap((word) => numberFrom(word) ?? []),
    quoted: all(QUOTED),
    emails,
    urls,
    uuids,
    dates: [...all(DATE), ...spoken, ...all(DAY)],
    times,
    codes: all(CODE, plain).filter((code) => !code.includes('_')),
    places: unique(lists(PLACE)),
    origins: lists(ORIGIN),
    destinations: lists(DESTINATION),
    names: unique(properNames(plain)),
    pairs: [...text.matchAll(PAIR)].map(
      (match) => [match[1]!, (match[2] ?? match[3] ?? match[4] ?? '').trim()] as const,
    ),
  };
}

function properNames(text: string): string[] {
  return [...text.matchAll(ANY_NAME)].flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - 4), match.index);
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 12);
    const name = tidy(match[0]);
    if (!isName(name)) return [];
    const starts = match.index === 0 || SENTENCE_START.test(before);
    if (!starts || AFTER_A_NAME.test(after)) return [name];
    // `Greet Alice`: the first word is what to do, the rest is whom.
    return name.split(/\s+/).slice(1).join(' ') || [];
  });
}

function isName(text: string): boolean {
  const first = text.split(/\s/)[0] ?? '';
  return (
    first !== '' &&
    !isStopWord(first.toLowerCase().replace(/['\u2019].*$/, '')) &&
    !MONTHS.includes(text.toLowerCase()) &&
    !NOT_NAMES.test(text)
  );
}

function tidy(name: string): string {
  return name.replace(/['\u2019]s?$|[.,'\u2019-]+$/u, '').trim();
}

function isoDate(match: RegExpMatchArray): string {
  const month = MONTHS.findIndex((name) => name.startsWith((match[1] ?? match[5] ?? '').slice(0, 3).toLowerCase())) + 1;
  const two = (value: string | number | undefined) => String(value).padStart(2, '0');
  return `${match[3] ?? match[6]}-${two(month)}-${two(match[2] ?? match[4])}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

import { isStopWord, stem, words } from '../text/words.ts';

/** Words that ask for different things: who did it is not when it was done. */
const ASKING: ReadonlySet<string> = new Set(['who', 'whom', 'whose', 'when', 'where', 'why', 'how']);
const DENYING: ReadonlySet<string> = new Set([
  'not',
  'never',
  'no',
  'without',
  'cannot',
  'dont',
  'doesnt',
  'isnt',
  'cant',
]);

/** A question, taken apart for comparing. */
export interface Question {
  /** The words in order, joined by spaces. */
  readonly plain: string;
  /** What it is about. */
  readonly topics: ReadonlySet<string>;
  /** The topics written as names or numbers: nothing else can stand in their place. */
  readonly fixed: ReadonlySet<string>;
  /** Who, when, where, why or how, where it begins that way. */
  readonly asks: string | undefined;
  readonly denies: boolean;
}

/** More than this is not a question; of longer texts the beginning and the length decide. */
const MAX_LENGTH = 16_000;

/** Takes a question apart. */
export function readQuestion(whole: string): Question {
  const text = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)} ${whole.length}` : whole;
  const all = words(text);
  const topics = new Set(all.filter((word) => !isStopWord(word)).map(stem));
  const inside = text.replace(/(^|[.!?:]\s+)["'(]*\p{L}+/gu, ' ');
  const names = inside.match(/\p{Lu}[\p{L}\p{N}]*|\p{N}+/gu) ?? [];
  const fixed = new Set(
    names
      .flatMap(words)
      .map(stem)
      .filter((name) => topics.has(name)),
  );
  return {
    plain: all.join(' '),
    topics,
    fixed,
    asks: all.find((word) => ASKING.has(word)),
    denies: all.some((word) => DENYING.has(word)),
  };
}

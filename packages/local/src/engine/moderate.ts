import { MODERATION_WORDS, type ModerationCategory } from './moderation-words.ts';

/** What a word list has to say about a text. */
export interface Moderation {
  readonly flagged: boolean;
  readonly categories: Readonly<Record<ModerationCategory, boolean>>;
  /** From 0 to 1. */
  readonly scores: Readonly<Record<ModerationCategory, number>>;
}

/** From this score on a category is flagged. */
const FLAGGED = 0.5;
/** No list of words makes a text certainly harmless. */
const FLOOR = 0.0001;
const MAX_LENGTH = 100_000;

/** Scores a text by a short list of phrases: good for testing what an app does with flags, not for protecting anybody. */
export function moderate(text: string): Moderation {
  const read = text.slice(0, MAX_LENGTH);
  const scores = Object.fromEntries(
    Object.entries(MODERATION_WORDS).map(([category, phrases]) => [
      category,
      Math.max(FLOOR, ...phrases.filter(([pattern]) => pattern.test(read)).map(([, score]) => score)),
    ]),
  ) as Record<ModerationCategory, number>;
  const categories = Object.fromEntries(
    Object.entries(scores).map(([category, score]) => [category, score >= FLAGGED]),
  ) as Record<ModerationCategory, boolean>;
  return { flagged: Object.values(categories).some(Boolean), categories, scores };
}

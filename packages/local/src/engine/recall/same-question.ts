import { withinOneEdit } from '../text/edit-distance.ts';
import type { Question } from './question.ts';

/** Words shorter than this are not forgiven a wrong letter: `cat` is not `car`. */
const TYPO_LENGTH = 5;
/** The share of a taught question's subject that may be left unsaid. */
const UNSAID = 0.25;
/** How many shared words allow for one word more. */
const SHARED_PER_EXTRA = 2;

/**
 * How surely one question asks what another does, from 0 (it does not) to 1 (word for word).
 *
 * Left out and added words are forgiven within bounds, and so are typing mistakes; a word replaced by another, another
 * name or number, another question word, or a `not` on one side only are a different question.
 */
export function sameQuestion(asked: Question, taught: Question): number {
  if (asked.plain === taught.plain) return 1;
  if (asked.topics.size === 0 || taught.topics.size === 0 || asked.denies !== taught.denies) return 0;
  if (asked.asks && taught.asks && asked.asks !== taught.asks) return 0;
  const unsaid = [...taught.topics].filter((topic) => !has(asked, topic));
  const extra = [...asked.topics].filter((topic) => !has(taught, topic));
  const shared = taught.topics.size - unsaid.length;
  if (shared === 0 || (unsaid.length > 0 && extra.length > 0)) return 0;
  if (unsaid.some((topic) => taught.fixed.has(topic)) || extra.some((topic) => asked.fixed.has(topic))) return 0;
  if (unsaid.length > taught.topics.size * UNSAID || extra.length * SHARED_PER_EXTRA > shared) return 0;
  return 0.99 * (shared / (shared + unsaid.length + extra.length));
}

function has(question: Question, topic: string): boolean {
  if (question.topics.has(topic)) return true;
  if (topic.length < TYPO_LENGTH || /\d/.test(topic)) return false;
  for (const other of question.topics) {
    if (other.length >= TYPO_LENGTH && withinOneEdit(topic, other)) return true;
  }
  return false;
}

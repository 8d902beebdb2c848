/** A word that may come next, and how likely it is. */
export interface NextWord {
  readonly word: string;
  readonly probability: number;
}

/** Stands before the first and after the last word of a sentence. */
export const EDGE = '';

/** The weight that goes to the shorter context each time a model backs off. */
const BACKOFF = 0.3;
const MAX_CANDIDATES = 24;

type Counts = Map<string, number>;

/** A word model of order three with backoff: what followed the last two words, the last word, or any. */
export class NgramModel {
  readonly #pairs = new Map<string, Counts>();
  readonly #singles = new Map<string, Counts>();
  readonly #any: Counts = new Map();
  /** What was ranked before: every sentence asks for the same few contexts, and the last level for all words. */
  readonly #ranked = new WeakMap<Counts, readonly NextWord[]>();

  constructor(sentences: Iterable<string>) {
    for (const sentence of sentences) this.#learn(sentence);
  }

  /** The likeliest next words after two words, best first; their probabilities sum to at most 1. */
  next(before: string, last: string): NextWord[] {
    const scores: Counts = new Map();
    const levels = [this.#pairs.get(`${before} ${last}`), this.#singles.get(last), this.#any];
    let weight = 1;
    for (const [depth, counts] of levels.entries()) {
      if (!counts) continue;
      const share = depth === levels.length - 1 ? weight : weight * (1 - BACKOFF);
      for (const { word, probability } of this.#rank(counts)) {
        scores.set(word, (scores.get(word) ?? 0) + share * probability);
      }
      weight -= share;
    }
    return top(scores).map(([word, probability]) => ({ word, probability }));
  }

  #rank(counts: Counts): readonly NextWord[] {
    const known = this.#ranked.get(counts);
    if (known) return known;
    const total = sum(counts);
    const ranked = top(counts).map(([word, count]) => ({ word, probability: count / total }));
    this.#ranked.set(counts, ranked);
    return ranked;
  }

  #learn(sentence: string): void {
    let before = EDGE;
    let last = EDGE;
    for (const word of [...sentence.split(/\s+/), EDGE]) {
      count(this.#pairs, `${before} ${last}`, word);
      count(this.#singles, last, word);
      if (word !== EDGE) this.#any.set(word, (this.#any.get(word) ?? 0) + 1);
      before = last;
      last = word;
    }
  }
}

function count(table: Map<string, Counts>, context: string, word: string): void {
  const counts = table.get(context) ?? new Map<string, number>();
  counts.set(word, (counts.get(word) ?? 0) + 1);
  table.set(context, counts);
}

function sum(counts: Counts): number {
  let total = 0;
  for (const value of counts.values()) total += value;
  return total;
}

function top(counts: Counts): [string, number][] {
  const entries = [...counts];
  if (entries.length > 1) entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return entries.slice(0, MAX_CANDIDATES);
}

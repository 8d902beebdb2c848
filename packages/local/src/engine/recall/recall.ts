import type { TaughtPair } from '../training/training-sequence.ts';
import { type Question, readQuestion } from './question.ts';
import { sameQuestion } from './same-question.ts';

/** Topics that more taught questions than this share tell them apart no longer, so they are not searched by. */
const COMMON = 2_000;

/** Finds the answer that was taught to a question, or to one that asks the same in slightly other words. */
export class Recall {
  readonly #exact = new Map<string, string>();
  readonly #entries: { readonly question: Question; readonly answer: string }[] = [];
  readonly #byTopic = new Map<string, number[]>();

  constructor(taught: readonly TaughtPair[]) {
    for (const { question, answer } of taught) {
      const read = readQuestion(question);
      // What was taught last holds.
      this.#exact.set(read.plain, answer);
      const index = this.#entries.push({ question: read, answer }) - 1;
      for (const topic of read.topics) {
        const known = this.#byTopic.get(topic);
        if (known) known.push(index);
        else this.#byTopic.set(topic, [index]);
      }
    }
  }

  /** The taught answer, or `undefined` where the question is not one that was taught. */
  find(text: string): string | undefined {
    const asked = readQuestion(text);
    const exact = asked.plain === '' ? undefined : this.#exact.get(asked.plain);
    if (exact !== undefined) return exact;
    let best: string | undefined;
    let bestScore = 0;
    for (const index of this.#candidates(asked)) {
      const entry = this.#entries[index]!;
      const score = sameQuestion(asked, entry.question);
      if (score > bestScore) {
        bestScore = score;
        best = entry.answer;
      }
    }
    return best;
  }

  #candidates(asked: Question): Iterable<number> {
    // A small set is searched whole, so that a question whose every word has a typing mistake is found too.
    if (this.#entries.length <= COMMON) return this.#entries.keys();
    const found = new Set<number>();
    for (const topic of asked.topics) {
      const indexes = this.#byTopic.get(topic) ?? [];
      if (indexes.length <= COMMON) for (const index of indexes) found.add(index);
    }
    return found;
  }
}

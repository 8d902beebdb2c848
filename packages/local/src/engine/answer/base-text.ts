import { passages } from '../../corpus/index.ts';
import { readQuestion } from '../recall/question.ts';
import { NgramModel } from '../text/ngram-model.ts';
import { topicStems } from '../text/words.ts';

/** A passage of the base text with what it can be found by. */
export interface FoundPassage {
  readonly sentences: readonly string[];
  readonly score: number;
}

interface IndexedPassage {
  readonly topic: ReadonlySet<string>;
  readonly body: ReadonlySet<string>;
  readonly sentences: readonly string[];
}

let indexed: readonly IndexedPassage[] | undefined;
let words: NgramModel | undefined;

/** What a word of a passage's topic counts against one from its sentences. */
const TOPIC_WEIGHT = 3;
const BODY_WEIGHT = 1;
/** One word of the topic is enough; of the sentences it takes three. */
const ENOUGH = 3;

/** The word model of the base text, read at first use. */
export function baseWords(): NgramModel {
  words ??= new NgramModel(passages.flatMap(({ sentences }) => sentences));
  return words;
}

/** The passages of the base text that are about a question, best first; a name that a passage lacks rules it out. */
export function findPassages(question: string): FoundPassage[] {
  indexed ??= passages.map(({ topic, sentences }) => ({
    topic: new Set(topicStems(topic)),
    body: new Set(topicStems(sentences.join(' '))),
    sentences,
  }));
  const { topics, fixed } = readQuestion(question);
  return indexed
    .filter(({ topic, body }) => [...fixed].every((name) => /^\d+$/.test(name) || topic.has(name) || body.has(name)))
    .map(({ topic, body, sentences }) => {
      let score = 0;
      // What is named first is what the question is about.
      let earliness = topics.size;
      for (const [place, stem] of [...topics].entries()) {
        if (topic.has(stem)) earliness = Math.min(earliness, place);
        score += topic.has(stem) ? TOPIC_WEIGHT : body.has(stem) ? BODY_WEIGHT : 0;
      }
      return { sentences, score, earliness };
    })
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || a.earliness - b.earliness);
}

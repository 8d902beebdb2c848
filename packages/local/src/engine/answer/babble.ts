import type { ByteNetwork } from '../network/byte-network.ts';
import { EDGE, type NextWord } from '../text/ngram-model.ts';
import type { Random } from '../text/random.ts';
import { baseWords } from './base-text.ts';

const MAX_WORDS = 30;
/** Candidates that the network of a tuned model is asked about; each costs it a fraction of a millisecond. */
const RESCORED = 4;
/** How much a tuned model's network counts against the word model. */
const NETWORK_WEIGHT = 0.5;

/** How a sentence is made. */
export interface BabbleOptions {
  readonly random: Random;
  readonly temperature: number;
  /** The network of a tuned model, mixed in log-linearly. */
  readonly network?: ByteNetwork | undefined;
}

/** A sentence of the word model's own: fluent, and about nothing in particular. */
export function babble({ random, temperature, network }: BabbleOptions): string {
  const model = baseWords();
  const sentence: string[] = [];
  let before = EDGE;
  let last = EDGE;
  while (sentence.length < MAX_WORDS) {
    const candidates = model.next(before, last).filter(({ word }) => word !== EDGE || sentence.length > 3);
    const scored = network ? rescore(candidates.slice(0, RESCORED), sentence, network) : candidates;
    const word = choose(scored, random, temperature);
    if (word === undefined || word === EDGE) break;
    sentence.push(word);
    if (/[.!?]$/.test(word)) break;
    before = last;
    last = word;
  }
  return sentence.join(' ').replace(/[,;:]?$/, (end) => (end || /[.!?]$/.test(sentence.at(-1) ?? '') ? '' : '.'));
}

function rescore(candidates: readonly NextWord[], sentence: readonly string[], network: ByteNetwork): NextWord[] {
  const context = Buffer.from(`${sentence.slice(-3).join(' ')} `);
  return candidates.map(({ word, probability }) => {
    const bytes = Buffer.concat([context, Buffer.from(word === EDGE ? '.' : word)]);
    const perByte = network.logProbability(bytes, context.length, bytes.length) / (bytes.length - context.length);
    return { word, probability: probability * Math.exp(NETWORK_WEIGHT * perByte) };
  });
}

function choose(candidates: readonly NextWord[], random: Random, temperature: number): string | undefined {
  if (temperature < 0.01) {
    return candidates.reduce<NextWord | undefined>(
      (best, next) => (best && best.probability >= next.probability ? best : next),
      undefined,
    )?.word;
  }
  const weights = candidates.map(({ probability }) => probability ** (1 / temperature));
  let point = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, { word }] of candidates.entries()) {
    point -= weights[index]!;
    if (point <= 0) return word;
  }
  return candidates.at(-1)?.word;
}

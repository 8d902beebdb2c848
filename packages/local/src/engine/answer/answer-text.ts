import type { EngineMessage } from '../engine-message.ts';
import type { ByteNetwork } from '../network/byte-network.ts';
import { pick, type Random } from '../text/random.ts';
import { isStopWord, words } from '../text/words.ts';
import { babble } from './babble.ts';
import { type FoundPassage, findPassages } from './base-text.ts';
import { reflex } from './reflexes.ts';
import { toolResultAnswer } from './tool-result-answer.ts';
import { wantedWords } from './wanted-length.ts';

/** What a tuned model adds: the answers it was taught and the network it was trained with. */
export interface TunedKnowledge {
  find(question: string): string | undefined;
  readonly network: ByteNetwork;
}

/** How an answer is made. */
export interface AnswerOptions {
  readonly random: Random;
  readonly temperature: number;
  readonly tuned?: TunedKnowledge | undefined;
}

const TOPIC_WORDS = 6;
const SHORT_SENTENCES = 3;
/** The part of a question that is looked at for its subject. */
const QUESTION_LENGTH = 4_000;

/** The answer to a conversation, in pieces that join to the whole; a long one is made while it is being read. */
export function* answerText(messages: readonly EngineMessage[], options: AnswerOptions): Generator<string> {
  if (messages.at(-1)?.role === 'tool') {
    yield toolResultAnswer(messages);
    return;
  }
  const question = messages.findLast((message) => message.role === 'user')?.content.trim() ?? '';
  const known = options.tuned?.find(question) ?? reflex(question, { messages, random: options.random });
  if (known !== undefined) {
    yield known;
    return;
  }
  yield* reflect(question.slice(0, QUESTION_LENGTH), options);
}

function* reflect(question: string, options: AnswerOptions): Generator<string> {
  const wanted = wantedWords(question);
  const found = findPassages(question);
  let spoken = 0;
  let glue = '';
  for (const sentence of sentences(question, found, options, wanted !== undefined)) {
    const text = wanted === undefined ? sentence : shortened(sentence, wanted - spoken);
    yield glue + text;
    spoken += text.split(/\s+/).length;
    glue = ' ';
    if (wanted !== undefined && spoken >= wanted) return;
  }
}

function* sentences(
  question: string,
  found: readonly FoundPassage[],
  options: AnswerOptions,
  endless: boolean,
): Generator<string> {
  const best = found[0];
  if (best) yield* best.sentences.slice(0, endless ? undefined : shortCount(best, options));
  else {
    yield* unknown(question, options);
    if (!endless) yield babble({ ...options, network: options.tuned?.network });
  }
  if (!endless) return;
  for (const passage of found.slice(1)) yield* passage.sentences;
  for (;;) yield babble({ ...options, network: options.tuned?.network });
}

function shortCount({ sentences: all }: FoundPassage, { random, temperature }: AnswerOptions): number {
  if (temperature < 0.01) return SHORT_SENTENCES;
  return Math.min(all.length, SHORT_SENTENCES) - (random() < 0.3 && all.length > 2 ? 1 : 0);
}

function unknown(question: string, { random, temperature }: AnswerOptions): string[] {
  const topic = topicOf(question);
  if (topic === '') return ['I am a small offline engine, and I need a question in words.'];
  const openings = [
    `You asked about ${topic}.`,
    `On ${topic} I have nothing of my own to say.`,
    `I have read nothing about ${topic}.`,
    `Your question is about ${topic}.`,
  ];
  const opening = temperature < 0.01 ? openings[0]! : pick(openings, random);
  return [opening, 'I am a small offline engine and was not taught the answer, but here is a thought.'];
}

function topicOf(question: string): string {
  const seen = new Set<string>();
  const spoken = question.match(/[\p{L}\p{N}][\p{L}\p{N}'\u2019-]*/gu) ?? [];
  for (const word of spoken) {
    if (seen.size < TOPIC_WORDS && !isStopWord(words(word).join(''))) seen.add(word);
  }
  return [...seen].join(' ') || spoken.slice(0, TOPIC_WORDS).join(' ');
}

function shortened(sentence: string, room: number): string {
  const parts = sentence.split(' ');
  return parts.length <= room
    ? sentence
    : `${parts
        .slice(0, Math.max(1, room))
        .join(' ')
        .replace(/[,;:]$/, '')}.`;
}

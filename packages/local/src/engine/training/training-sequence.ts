import type { EngineMessage } from '../engine-message.ts';
import type { TrainingExample } from '../train-request.ts';

/** Bytes of an answer the network learns from; what is longer is still remembered whole. */
const MAX_ANSWER_BYTES = 2_048;
/** More would be outside the network's view anyway. */
const MAX_PROMPT_BYTES = 32;
/** Stands after every answer, so that the network learns where answers end. */
const END = 3;

/** The bytes of a question's end and an answer; the network predicts those from `start` on. */
export interface Sequence {
  readonly bytes: Uint8Array;
  readonly start: number;
}

/** What one example trains: a sequence per taught answer, and for a preference also the worse answer. */
export interface TrainingItem {
  readonly better: readonly Sequence[];
  readonly worse?: Sequence;
}

/** A question and the answer that was taught to it. */
export interface TaughtPair {
  readonly question: string;
  readonly answer: string;
}

/** The questions and answers that an example teaches. */
export function taughtPairs(example: TrainingExample): TaughtPair[] {
  if ('preferred' in example) return [{ question: lastQuestion(example.messages), answer: example.preferred }];
  return example.messages.flatMap((message, index) =>
    message.role === 'assistant' && message.weight !== 0 && message.content !== ''
      ? [{ question: lastQuestion(example.messages.slice(0, index)), answer: message.content }]
      : [],
  );
}

/** An example as the network sees it. */
export function trainingItem(example: TrainingExample): TrainingItem {
  const better = taughtPairs(example).map((pair) => sequence(pair.question, pair.answer));
  if (!('preferred' in example)) return { better };
  return { better, worse: sequence(lastQuestion(example.messages), example.rejected) };
}

/** How many bytes of an item are predicted. */
export function itemBytes(item: TrainingItem): number {
  const worse = item.worse ? item.worse.bytes.length - item.worse.start : 0;
  return item.better.reduce((sum, { bytes, start }) => sum + bytes.length - start, worse);
}

function lastQuestion(messages: readonly EngineMessage[]): string {
  return messages.findLast((message) => message.role === 'user')?.content ?? '';
}

function sequence(question: string, answer: string): Sequence {
  const prompt = Buffer.from(question.slice(-MAX_PROMPT_BYTES)).subarray(-MAX_PROMPT_BYTES);
  const reply = Buffer.from(answer.slice(0, MAX_ANSWER_BYTES)).subarray(0, MAX_ANSWER_BYTES);
  const bytes = new Uint8Array(prompt.length + 1 + reply.length + 1);
  bytes.set(prompt);
  bytes[prompt.length] = 10;
  bytes.set(reply, prompt.length + 1);
  bytes[bytes.length - 1] = END;
  return { bytes, start: prompt.length + 1 };
}

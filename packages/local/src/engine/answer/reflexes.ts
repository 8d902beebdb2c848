import type { EngineMessage } from '../engine-message.ts';
import { pick, type Random } from '../text/random.ts';
import { findCalculation } from './arithmetic.ts';

/** What a reflex may look at. */
export interface ReflexContext {
  readonly messages: readonly EngineMessage[];
  readonly random: Random;
}

interface Reflex {
  readonly when: RegExp;
  /** `undefined` passes the question on. */
  readonly answer: (match: RegExpExecArray, context: ReflexContext) => string | undefined;
}

/** What the engine says it is. */
const SELF_DESCRIPTION =
  'I am colloquy-parrot, the small offline engine of Colloquy. I am not a large language model: I repeat what I was taught and know a few short texts.';

/** Questions that have a fixed kind of answer, the first that fits wins. */
const REFLEXES: readonly Reflex[] = [
  {
    when: /^\s*(?:please\s+)?(?:say|repeat|echo|reply with|respond with|answer with|output|write)\s+(?:(?:only|just|exactly|the words?|the text|the following(?: text)?|after me)\b[:,]?\s*)*["'\u201c]([^"\u201d]+?)["'\u201d][.!]?\s*$/i,
    answer: ([, text]) => text,
  },
  {
    when: /^\s*(?:please\s+)?(?:say|repeat|echo|reply with|respond with)\s+(?:(?:only|just|exactly|the words?|the text|the following(?: text)?|after me)\b[:,]?\s*|:\s*)*([^"\u201c][^\n]*?)\s*$/i,
    answer: ([all, text]) =>
      /^\s*(?:please\s+)?say\b/i.test(all) && !/\b(?:exactly|only|just)\b/i.test(all) ? text && sentence(text) : text,
  },
  {
    when: /^\W*(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|hola|bonjour|ciao|hallo|guten tag)\b(?:\s+(?:there|again|world|colloquy|parrot|everyone|you))?\W*$/i,
    answer: (_, { random }) =>
      pick(
        [
          'Hello! How can I help you today?',
          'Hello there! What would you like to talk about?',
          'Hi! What can I do for you?',
        ],
        random,
      ),
  },
  {
    when: /\b(?:who|what) (?:exactly )?(?:are|r) (?:you|u)\b(?! (?:doing|saying|going))|\bwhat(?:'s| is) your name\b|\bwhat (?:kind of )?(?:ai |language )?model (?:are you|is this)\b|\bintroduce yourself\b|\bare you (?:chatgpt|gpt|an? (?:ai|llm|large language model|bot|human|person))|\bwho (?:made|built|created|wrote) you\b/i,
    answer: () => SELF_DESCRIPTION,
  },
  {
    when: /\bwhat can you do\b|\bhow can you help\b|\bwhat are you able to\b/i,
    answer: () =>
      'I can hold a short conversation, call the tools you give me, fill JSON schemas and learn answers by fine-tuning. For real knowledge, switch to a real provider.',
  },
  {
    when: /\bhow are you\b|\bhow(?:'s| is) it going\b/i,
    answer: () => 'I am well, thank you; as a program I always am. How can I help you?',
  },
  { when: /^\W*(?:thanks|thank you|thx|merci|danke|grazie)\b.{0,40}$/i, answer: () => 'You are welcome.' },
  { when: /^\W*(?:bye|goodbye|see you|good night)\b.{0,30}$/i, answer: () => 'Goodbye!' },
  { when: /^\W*ping\W*$/i, answer: () => 'pong' },
  {
    when: /\bwhat(?:'s| is| was) my name\b|\b(?:do you )?(?:remember|know) my name\b|\bwho am i\b/i,
    answer: (_, { messages }) => {
      const name = nameOf(messages);
      return name ? `Your name is ${name}.` : 'You have not told me your name.';
    },
  },
  {
    when: /\b(?:my name is|call me) (\p{L}[\p{L}'-]*)|^\W*(?:hi|hello|hey)?\W*(?:i'?m|i am) (\p{Lu}[\p{L}'-]*)\W*$/iu,
    answer: ([, called, am]) => {
      const name = called ?? am;
      return name && /^\p{Lu}/u.test(name) ? `Nice to meet you, ${name}!` : undefined;
    },
  },
  {
    when: /\bcount (?:up )?(?:from (\d+) )?to (\d+)\b/i,
    answer: ([, from = '1', to = '1']) => {
      const first = Number(from);
      const length = Math.min(MAX_COUNT, Math.max(0, Number(to) - first + 1));
      return Array.from({ length }, (_, index) => first + index).join(', ') || undefined;
    },
  },
  {
    when: /\d/,
    answer: ({ input }) => {
      const found = /\d{4}-\d{2}-\d{2}/.test(input) ? undefined : findCalculation(input);
      return found && `${found.expression} = ${found.result}`;
    },
  },
];

const MAX_COUNT = 10_000;
/** A reflex answers short questions; in a longer text the same words are only part of it. */
const MAX_LENGTH = 400;

/** The answer to a question that has a fixed kind of answer, or `undefined`. */
export function reflex(question: string, context: ReflexContext): string | undefined {
  if (question.length > MAX_LENGTH) return undefined;
  for (const { when, answer } of REFLEXES) {
    const match = when.exec(question);
    const text = match && answer(match, context);
    if (text) return text;
  }
  return undefined;
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function nameOf(messages: readonly EngineMessage[]): string | undefined {
  for (const { role, content } of messages.toReversed()) {
    if (role !== 'user') continue;
    const match = /\b(?:my name is|call me|i'?m|i am) (\p{L}[\p{L}'-]*)/iu.exec(content.slice(0, MAX_LENGTH * 10));
    if (match?.[1] && (/^\p{Lu}/u.test(match[1]) || /name is|call me/i.test(match[0]))) {
      return match[1].charAt(0).toUpperCase() + match[1].slice(1);
    }
  }
  return undefined;
}

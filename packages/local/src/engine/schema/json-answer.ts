import { type AnswerOptions, answerText } from '../answer/answer-text.ts';
import type { EngineMessage } from '../engine-message.ts';
import type { EngineResponseFormat } from '../generate-request.ts';
import { lastPrompt } from '../prompt/last-prompt.ts';
import { promptFiller } from '../prompt/prompt-filler.ts';
import { conforms } from './conforms.ts';
import type { Filler, Hint } from './filler.ts';
import { isJsonObject, type JsonSchema } from './json-schema.ts';
import { makeValue } from './make-value.ts';
import { plainValue } from './plain-value.ts';

const ROOT: Hint = { name: '', description: '', needed: true };
/** Properties that ask for the answer itself rather than for something in the prompt. */
const SPOKEN =
  /answer|response|reply|summary|explanation|reason|description|text|content|message|setup|joke|story|poem|output|result/i;

/** An answer as JSON: an object, or what the schema asks for, with values from the prompt where it has them. */
export function jsonAnswer(
  messages: readonly EngineMessage[],
  format: Exclude<EngineResponseFormat, { type: 'text' }>,
  options: AnswerOptions,
): string {
  const text = [...take(answerText(messages.map(withoutForm), options), 8)].join('');
  if (isJsonText(text) && (format.type === 'json_object' || conforms(format.schema, JSON.parse(text), format.schema)))
    return text;
  const prompt = lastPrompt(messages);
  if (format.type === 'json_object') return JSON.stringify(jsonObject(prompt, text));
  const said = text.match(/[^.!?]+[.!?]*\s*/g)?.map((sentence) => sentence.trim()) ?? [text];
  let next = 0;
  const base = promptFiller(prompt, { fallback: () => [said[next++ % said.length] ?? text] });
  const filler = {
    ...base,
    strings: (hint: Hint) => (SPOKEN.test(hint.name) && hint.format === undefined ? [] : base.strings(hint)),
  };
  return JSON.stringify(madeFrom(format.schema, filler, options));
}

/** A value for a schema from a filler, or from the schema alone where the filler's values do not fit. */
function madeFrom(schema: JsonSchema, filler: Filler, { random }: AnswerOptions): unknown {
  const making = { root: schema, filler, random, steps: 0 };
  const made = makeValue(schema, ROOT, making) ?? plainValue(schema);
  return made === undefined ? null : made.value;
}

function jsonObject(prompt: string, text: string): { readonly [key: string]: unknown } {
  const keys =
    /\b(?:keys?|fields?|propert(?:y|ies))\b:?(?:\s+(?:named|called|are|is|of))?\s*((?:["'`]?[\w-]+["'`]?(?:\s*,\s*(?:and\s+)?|\s+and\s+)?)+)/i.exec(
      prompt,
    )?.[1];
  const names = keys?.match(/\b(?!and\b)[\w-]+/g);
  if (!names) return { answer: text };
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const filler = promptFiller(prompt, { fallback: () => [text] });
  const making = { root: true, filler, random: () => 0, steps: 0 };
  const made = makeValue({ type: 'object', properties, required: names }, ROOT, making)?.value;
  return isJsonObject(made) ? made : { answer: text };
}

/** A message without the sentences that only ask for the form of the answer. */
function withoutForm(message: EngineMessage): EngineMessage {
  if (message.role !== 'user') return message;
  const sentences = message.content.split(/(?<=[.!?\n])/);
  const content = sentences
    .filter((sentence) => !/\bJSON\b/i.test(sentence))
    .join('')
    .trim();
  return content === '' ? message : { ...message, content };
}

function isJsonText(text: string): boolean {
  if (!/^\s*[{["\d]/.test(text)) return false;
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- === 0) return;
    yield item;
  }
}

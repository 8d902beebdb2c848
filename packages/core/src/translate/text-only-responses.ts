import { ColloquyError } from '../errors/index.ts';
import { lookUp } from '../wire/look-up.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import { TEXT_ONLY_FIELDS } from './text-only-fields.ts';
import type { TranslationOptions } from './translation-options.ts';

/** What shapes the answer without being part of the question: left out in lenient mode. */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'max_output_tokens',
  'max_tool_calls',
  'top_logprobs',
  'parallel_tool_calls',
  'reasoning',
  'include',
  'store',
  'metadata',
  'service_tier',
  'truncation',
  'user',
  'safety_identifier',
  'prompt_cache_key',
]);

/** Values that ask for what a text-only service does anyway. */
const NEUTRAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  background: (value) => value === false,
  store: (value) => value === false,
  tools: (value) => Array.isArray(value) && value.length === 0,
  tool_choice: (value) => value === 'auto' || value === 'none',
  truncation: (value) => value === 'disabled',
  text: (value) =>
    isObject(value) && Object.keys(value).length === 1 && isObject(value.format) && value.format.type === 'text',
};

/**
 * A Responses request as a service takes it that knows only texts: other fields, which it would drop without a word,
 * are refused with `unsupported`, or left out in lenient mode where they are not part of the question.
 */
export function responsesToTextOnly(body: JsonObject, options: TranslationOptions = {}): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isGiven(value) || lookUp(NEUTRAL, name)?.(value) === true) continue;
    if (name === 'input') out.input = textInput(value, options);
    else if (TEXT_ONLY_FIELDS.has(name)) out[name] = value;
    else if (options.mode === 'lenient' && MAY_BE_LEFT_OUT.has(name)) {
      options.onWarning?.({ param: name, message: `${service(options)} does not take \`${name}\`; it was left out` });
    } else throw unsupported(name, 'leave it out or use another provider', options);
  }
  return out;
}

function textInput(input: unknown, options: TranslationOptions): unknown {
  if (!Array.isArray(input)) return input;
  return input.map((item: unknown, index) => {
    const place = `input[${index}]`;
    const isMessage = isObject(item) && (item.type ?? 'message') === 'message' && (item.role ?? 'user') === 'user';
    if (!isMessage) throw unsupported(place, 'send user messages only', options);
    return { role: 'user', content: textParts(item.content, `${place}.content`, options) };
  });
}

function textParts(content: unknown, place: string, options: TranslationOptions): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'input_text', text: content }];
  if (!Array.isArray(content)) throw unsupported(place, 'send a text', options);
  return content.map((part: unknown, index) => {
    if (isObject(part) && part.type === 'input_text') return { type: 'input_text', text: part.text };
    throw unsupported(`${place}[${index}]`, 'send text only', options);
  });
}

function unsupported(param: string, advice: string, options: TranslationOptions): ColloquyError {
  const message = `${service(options)} does not take \`${param}\`; ${advice}`;
  return new ColloquyError('unsupported', message, {
    param,
    ...(options.provider === undefined ? {} : { provider: options.provider }),
  });
}

function service(options: TranslationOptions): string {
  return options.provider ?? 'this service';
}

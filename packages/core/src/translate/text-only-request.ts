import { lookUp } from '../wire/look-up.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import { TEXT_ONLY_FIELDS } from './text-only-fields.ts';
import type { TranslationContext } from './translation-context.ts';
import type { ChatToResponsesOptions } from './translation-options.ts';

/** What shapes the answer without being part of the question: left out in lenient mode. */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'seed',
  'logprobs',
  'top_logprobs',
  'parallel_tool_calls',
  'reasoning_effort',
  'verbosity',
  'prediction',
  'web_search_options',
  'store',
  'metadata',
  'service_tier',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'moderation',
]);

/** Values that ask for what a text-only service does anyway. */
const NEUTRAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  stop: (value) => Array.isArray(value) && value.length === 0,
  tools: (value) => Array.isArray(value) && value.length === 0,
  functions: (value) => Array.isArray(value) && value.length === 0,
  tool_choice: (value) => value === 'auto' || value === 'none',
  function_call: (value) => value === 'auto' || value === 'none',
  response_format: (value) => isObject(value) && value.type === 'text',
  modalities: (value) => Array.isArray(value) && value.every((one) => one === 'text'),
  logprobs: (value) => value === false,
  store: (value) => value === false,
  // How a chat stream is dressed is decided here, not by the service.
  stream_options: () => true,
};

const ROLE_NAMES: Readonly<Record<string, string>> = {
  user: 'User',
  assistant: 'Assistant',
  system: 'System',
  developer: 'System',
};

/**
 * A chat request as the request of a service that takes one text: a leading system message becomes `instructions`, one
 * user message the input.
 *
 * Anything else of a conversation is refused, unless it continues one that the service keeps (`conversation_id`), or
 * may be flattened into one text.
 */
export function chatToTextOnly(
  body: JsonObject,
  options: ChatToResponsesOptions,
  context: TranslationContext,
): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isGiven(value) || name === 'messages' || lookUp(NEUTRAL, name)?.(value) === true) continue;
    if (TEXT_ONLY_FIELDS.has(name)) out[name] = value;
    else if (MAY_BE_LEFT_OUT.has(name))
      context.leaveOut(name, 'unsupported_parameter', `${wants(options)} does not take \`${name}\`; leave it out`);
    else
      context.refuse(
        name,
        'unsupported_parameter',
        `${wants(options)} does not take \`${name}\`; leave it out or use another provider`,
      );
  }
  const { instructions, turns } = readMessages(body.messages, context);
  if (instructions !== undefined) {
    if (isGiven(out.instructions))
      context.refuse(
        'instructions',
        'conflicting_parameters',
        '`instructions` and a system message say the same thing; send one of them',
      );
    out.instructions = instructions;
  }
  out.input = toInput(turns, isGiven(body.conversation_id), options, context);
  return out;
}

interface Turn {
  readonly role: string;
  readonly place: string;
  readonly texts: readonly string[];
}

function readMessages(messages: unknown, context: TranslationContext): { instructions?: string; turns: Turn[] } {
  if (!Array.isArray(messages)) return context.refuse('messages', 'invalid_value', '`messages` must be a list');
  const turns = messages.map((message: unknown, index) => readTurn(message, `messages[${index}]`, context));
  const first = turns[0];
  if (first === undefined || ROLE_NAMES[first.role] !== 'System') return { turns };
  return { instructions: first.texts.join('\n\n'), turns: turns.slice(1) };
}

function readTurn(message: unknown, place: string, context: TranslationContext): Turn {
  if (
    !isObject(message) ||
    lookUp(ROLE_NAMES, message.role) === undefined ||
    isGiven(message.tool_calls) ||
    isGiven(message.function_call)
  ) {
    return context.refuse(
      place,
      'unsupported_content',
      `\`${place}\` is part of a tool call, which this service does not take; send texts only`,
    );
  }
  if (isGiven(message.name)) {
    context.leaveOut(
      `${place}.name`,
      'unsupported_parameter',
      `\`${place}.name\` has no place in the Responses API; write the name into the text`,
    );
  }
  return { role: String(message.role), place, texts: textsOf(message.content, `${place}.content`, context) };
}

function textsOf(content: unknown, place: string, context: TranslationContext): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content))
    return context.refuse(place, 'invalid_value', `\`${place}\` must be a text or a list of text parts`);
  return content.map((part: unknown, index) => {
    if (isObject(part) && part.type === 'text' && typeof part.text === 'string') return part.text;
    const at = `${place}[${index}]`;
    return context.refuse(
      at,
      'unsupported_content',
      `\`${at}\` is not text, and this service takes only text; describe it in words`,
    );
  });
}

function toInput(
  turns: readonly Turn[],
  continues: boolean,
  options: ChatToResponsesOptions,
  context: TranslationContext,
): JsonObject[] {
  const stranger = turns.find(({ role }) => role !== 'user');
  if (stranger === undefined && (turns.length === 1 || (continues && turns.length > 0))) return turns.map(inputMessage);
  if (turns.length === 0) {
    return context.refuse('messages', 'invalid_value', '`messages` has no user message; add the question');
  }
  if (options.flattenHistory === true) return [inputMessage({ texts: [flatten(turns)] })];
  const place = continues && stranger !== undefined ? stranger.place : 'messages';
  const advice = continues
    ? 'the service already keeps the conversation; send only what is new'
    : 'send one user message, continue a `conversation_id`, or allow `flattenHistory`';
  return context.refuse(
    place,
    'unsupported_content',
    `\`${place}\` holds a conversation, and this service takes one text; ${advice}`,
  );
}

function inputMessage({ texts }: Pick<Turn, 'texts'>): JsonObject {
  return { role: 'user', content: texts.map((text) => ({ type: 'input_text', text })) };
}

function flatten(turns: readonly Turn[]): string {
  return turns.map(({ role, texts }) => `${ROLE_NAMES[role]}: ${texts.join('\n')}`).join('\n\n');
}

function wants(options: ChatToResponsesOptions): string {
  return options.provider ?? 'this service';
}

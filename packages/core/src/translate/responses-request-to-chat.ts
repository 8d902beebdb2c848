import { lookUp } from '../wire/look-up.ts';
import { itemsToMessages } from './items-to-chat-messages.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import { toolChoiceToChat, toolsToChat } from './responses-tools-to-chat.ts';
import { formatToChat } from './text-format.ts';
import { TranslationContext } from './translation-context.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

interface Request {
  readonly body: JsonObject;
  readonly options: ResponsesToChatOptions;
  readonly context: TranslationContext;
}

type Rule = (value: unknown, out: JsonObject, request: Request) => void;

const LOGPROBS = 'message.output_text.logprobs';

const same =
  (name: string): Rule =>
  (value, out) => {
    out[name] = value;
  };

/** Refuses, unless the value is the one that changes nothing. */
const refuse =
  (name: string, advice: string, neutral?: unknown): Rule =>
  (value, _out, { context }) => {
    if (value !== neutral)
      context.refuse(name, 'unsupported_parameter', `\`${name}\` cannot be said to Chat Completions; ${advice}`);
  };

/** Refuses in strict mode, leaves out in lenient mode. */
const leaveOut =
  (name: string): Rule =>
  (_value, _out, { context }) =>
    context.leaveOut(name, 'unsupported_parameter', `\`${name}\` cannot be said to Chat Completions; leave it out`);

/** Done with the messages. */
const elsewhere: Rule = () => undefined;

/** What becomes of each parameter of a Responses request. */
const PARAMETERS: Readonly<Record<string, Rule>> = {
  model: same('model'),
  input: elsewhere,
  instructions: elsewhere,
  previous_response_id: elsewhere,
  conversation: elsewhere,
  stream: (value, out, { options }) => {
    out.stream = value;
    // The final response needs the usage, which a chat stream sends only when asked.
    if (value === true && options.streamUsage !== false) {
      out.stream_options = { ...(out.stream_options as object | undefined), include_usage: true };
    }
  },
  stream_options: (value, out) => {
    if (isObject(value)) out.stream_options = { ...(out.stream_options as object | undefined), ...value };
  },
  temperature: same('temperature'),
  top_p: same('top_p'),
  max_output_tokens: (value, out, { options }) => {
    out[options.maxTokens ?? 'max_completion_tokens'] = value;
  },
  tools: (value, out, { body, options, context }) => {
    out.tools = toolsToChat(value, body.stream === true, options, context);
  },
  tool_choice: (value, out, { context }) => {
    out.tool_choice = toolChoiceToChat(value, context);
  },
  parallel_tool_calls: same('parallel_tool_calls'),
  text: (value, out, { context }) => {
    if (!isObject(value)) return context.refuse('text', 'invalid_value', '`text` must be an object');
    if (isGiven(value.format)) out.response_format = formatToChat(value.format, context);
    if (isGiven(value.verbosity)) out.verbosity = value.verbosity;
  },
  reasoning: (value, out, { context }) => {
    if (!isObject(value)) return context.refuse('reasoning', 'invalid_value', '`reasoning` must be an object');
    const { effort, ...others } = value;
    if (isGiven(effort)) out.reasoning_effort = effort;
    for (const [name, given] of Object.entries(others)) {
      if (!isGiven(given)) continue;
      context.leaveOut(
        `reasoning.${name}`,
        'unsupported_parameter',
        `\`reasoning.${name}\` cannot be said to Chat Completions; leave it out`,
      );
    }
  },
  include: (value, out, { context }) => {
    for (const [index, wanted] of (Array.isArray(value) ? value : []).entries()) {
      if (wanted === LOGPROBS) out.logprobs = true;
      else
        context.leaveOut(
          `include[${index}]`,
          'unsupported_parameter',
          `\`include[${index}]\` asks for ${wanted}, which Chat Completions does not give; leave it out`,
        );
    }
  },
  top_logprobs: (value, out) => {
    out.logprobs = true;
    out.top_logprobs = value;
  },
  store: (value, out) => {
    if (value === true) out.store = true;
  },
  metadata: same('metadata'),
  service_tier: same('service_tier'),
  user: same('user'),
  safety_identifier: same('safety_identifier'),
  prompt_cache_key: same('prompt_cache_key'),
  prompt_cache_options: same('prompt_cache_options'),
  prompt_cache_retention: same('prompt_cache_retention'),
  moderation: same('moderation'),
  background: refuse('background', 'wait for the answer, or stream it', false),
  prompt: refuse('prompt', 'send the text of the template as `instructions` and `input`'),
  truncation: refuse('truncation', 'shorten `input` before sending it', 'disabled'),
  context_management: refuse('context_management', 'shorten `input` before sending it'),
  max_tool_calls: leaveOut('max_tool_calls'),
};

/**
 * A Responses request as a Chat Completions request; the given body is not changed.
 *
 * Throws `translation`, naming the parameter, for what Chat Completions cannot be told. A parameter neither API knows
 * is refused too, or left out in lenient mode. Without `itemsOf` nothing is kept between calls, so
 * `previous_response_id` and `conversation` are refused.
 */
export function responsesRequestToChat(body: object, options: ResponsesToChatOptions = {}): JsonObject {
  const request = { body: body as JsonObject, options, context: new TranslationContext('responses->chat', options) };
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isGiven(value)) continue;
    const rule = lookUp(PARAMETERS, name) ?? leaveOut(name);
    rule(value, out, request);
  }
  out.messages = messagesOf(request);
  return out;
}

function messagesOf({ body, options, context }: Request): JsonObject[] {
  const { instructions, input } = body;
  const messages: JsonObject[] = [];
  if (isGiven(instructions)) {
    if (typeof instructions !== 'string')
      context.refuse('instructions', 'invalid_value', '`instructions` must be a text');
    // `system` is the one role for them that every chat service knows.
    messages.push({ role: 'system', content: instructions });
  }
  const earlier = earlierItems(body, options, context);
  const given = typeof input === 'string' ? [{ role: 'user', content: input }] : (input ?? []);
  if (!Array.isArray(given))
    return context.refuse('input', 'invalid_value', '`input` must be a text or a list of items');
  if (earlier.length === 0) messages.push(...itemsToMessages(given, 'input', options, context));
  else messages.push(...itemsToMessages([...earlier, ...given], 'items', options, context));
  return messages;
}

function earlierItems(
  body: JsonObject,
  options: ResponsesToChatOptions,
  context: TranslationContext,
): readonly JsonObject[] {
  const { previous_response_id: previous, conversation } = body;
  if (isGiven(previous) && isGiven(conversation)) {
    context.refuse(
      'previous_response_id',
      'invalid_request',
      '`previous_response_id` and `conversation` exclude each other; send one of them',
    );
  }
  if (isGiven(conversation)) {
    context.refuse(
      'conversation',
      'stateless_backend',
      '`conversation` needs a service that keeps it; send the earlier items in `input`',
    );
  }
  if (!isGiven(previous)) return [];
  if (options.itemsOf === undefined) {
    context.refuse(
      'previous_response_id',
      'stateless_backend',
      '`previous_response_id` needs a service that keeps responses; send the earlier items in `input`',
    );
  }
  return (
    options.itemsOf(String(previous)) ??
    context.refuse(
      'previous_response_id',
      'previous_response_not_found',
      `no response "${previous}" is kept; send the earlier items in \`input\``,
    )
  );
}

import { lookUp } from '../wire/look-up.ts';
import { messagesToItems } from './chat-messages-to-items.ts';
import {
  functionCallToChoice,
  functionsToResponses,
  toolChoiceToResponses,
  toolsToResponses,
} from './chat-tools-to-responses.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import { formatToResponses } from './text-format.ts';
import { chatToTextOnly } from './text-only-request.ts';
import { TranslationContext } from './translation-context.ts';
import type { ChatToResponsesOptions } from './translation-options.ts';

/** Below this OpenAI's Responses API refuses `max_output_tokens`. */
const MIN_OUTPUT_TOKENS = 16;

type Rule = (value: unknown, out: JsonObject, context: TranslationContext, body: JsonObject) => void;

const same =
  (name: string): Rule =>
  (value, out) => {
    out[name] = value;
  };

/** Refuses, unless the value is the one that changes nothing. */
const refuse =
  (name: string, advice: string, isNeutral: (value: unknown) => boolean = () => false): Rule =>
  (value, _out, context) => {
    if (!isNeutral(value))
      context.refuse(name, 'unsupported_parameter', `\`${name}\` cannot be said to the Responses API; ${advice}`);
  };

/** Refuses in strict mode, leaves out in lenient mode. */
const leaveOut =
  (name: string, isNeutral: (value: unknown) => boolean = () => false): Rule =>
  (value, _out, context) => {
    if (!isNeutral(value))
      context.leaveOut(name, 'unsupported_parameter', `\`${name}\` cannot be said to the Responses API; leave it out`);
  };

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
const isZero = (value: unknown) => value === 0;

/** What becomes of each parameter of a chat request. */
const PARAMETERS: Readonly<Record<string, Rule>> = {
  model: same('model'),
  messages: (value, out, context) => {
    out.input = messagesToItems(value, context);
  },
  stream: same('stream'),
  stream_options: (value, out) => {
    if (isObject(value) && isGiven(value.include_obfuscation)) {
      out.stream_options = { include_obfuscation: value.include_obfuscation };
    }
  },
  temperature: same('temperature'),
  top_p: same('top_p'),
  max_completion_tokens: maxTokens('max_completion_tokens'),
  max_tokens: maxTokens('max_tokens'),
  tools: (value, out, context) => {
    out.tools = toolsToResponses(value, context);
  },
  tool_choice: (value, out, context) => {
    out.tool_choice = toolChoiceToResponses(value, context);
  },
  parallel_tool_calls: same('parallel_tool_calls'),
  functions: (value, out, context, body) => {
    if (isGiven(body.tools))
      context.refuse(
        'functions',
        'conflicting_parameters',
        '`functions` and `tools` say the same thing; send `tools` only',
      );
    out.tools = functionsToResponses(value, context);
    // The old form has room for one call.
    out.parallel_tool_calls = false;
  },
  function_call: (value, out, context) => {
    out.tool_choice = functionCallToChoice(value, context);
  },
  response_format: (value, out, context) => {
    out.text = { ...(out.text as object | undefined), format: formatToResponses(value, context) };
  },
  verbosity: (value, out) => {
    out.text = { ...(out.text as object | undefined), verbosity: value };
  },
  reasoning_effort: (value, out) => {
    out.reasoning = { effort: value };
  },
  logprobs: (value, out) => {
    if (value === true) out.include = ['message.output_text.logprobs'];
  },
  top_logprobs: same('top_logprobs'),
  store: same('store'),
  metadata: same('metadata'),
  service_tier: same('service_tier'),
  user: same('user'),
  safety_identifier: same('safety_identifier'),
  prompt_cache_key: same('prompt_cache_key'),
  prompt_cache_options: same('prompt_cache_options'),
  prompt_cache_retention: same('prompt_cache_retention'),
  moderation: same('moderation'),
  n: refuse('n', 'make one request for each answer', (value) => value === 1),
  stop: refuse('stop', 'cut the text after it has arrived', isEmpty),
  modalities: refuse(
    'modalities',
    'ask for text only',
    (value) => Array.isArray(value) && value.every((one) => one === 'text'),
  ),
  audio: refuse('audio', 'ask for text only'),
  seed: leaveOut('seed'),
  logit_bias: leaveOut('logit_bias', (value) => isObject(value) && Object.keys(value).length === 0),
  presence_penalty: leaveOut('presence_penalty', isZero),
  frequency_penalty: leaveOut('frequency_penalty', isZero),
  prediction: leaveOut('prediction'),
  web_search_options: leaveOut('web_search_options'),
};

/**
 * A Chat Completions request as a Responses request; the given body is not changed.
 *
 * Throws `translation`, naming the parameter, for what the Responses API cannot be told. A parameter neither API knows
 * is refused too, or left out in lenient mode.
 */
export function chatRequestToResponses(body: object, options: ChatToResponsesOptions = {}): JsonObject {
  const context = new TranslationContext('chat->responses', options);
  if (options.responsesInput === 'text-only') return chatToTextOnly(body as JsonObject, options, context);
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isGiven(value)) continue;
    const rule = lookUp(PARAMETERS, name) ?? leaveOut(name);
    rule(value, out, context, body as JsonObject);
  }
  refuseStreamedCustomTools(out, context);
  return out;
}

function maxTokens(name: 'max_tokens' | 'max_completion_tokens'): Rule {
  return (value, out, context, body) => {
    const { max_tokens: old, max_completion_tokens: current } = body;
    if (isGiven(old) && isGiven(current) && old !== current) {
      context.refuse(
        name,
        'conflicting_parameters',
        '`max_tokens` and `max_completion_tokens` differ; send one of them',
      );
    }
    if (typeof value === 'number' && value < MIN_OUTPUT_TOKENS) {
      context.refuse(
        name,
        'integer_below_min_value',
        `\`${name}\` is ${value}, but the Responses API takes ${MIN_OUTPUT_TOKENS} or more; raise it`,
      );
    }
    out.max_output_tokens = value;
  };
}

/** Chat streams have no deltas for custom tools, so their calls could not be handed back. */
function refuseStreamedCustomTools(out: JsonObject, context: TranslationContext): void {
  if (out.stream !== true || !Array.isArray(out.tools)) return;
  const index = out.tools.findIndex((tool) => tool.type === 'custom');
  if (index < 0) return;
  context.refuse(
    `tools[${index}]`,
    'unsupported_tool',
    `\`tools[${index}]\` is a custom tool, which a chat stream cannot carry; send stream: false`,
  );
}

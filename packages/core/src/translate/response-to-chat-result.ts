import { toSeconds } from '../dialect/seconds.ts';
import { lookUp } from '../wire/look-up.ts';
import { finishReasonOf } from './finish-reason.ts';
import { compact, isObject, type JsonObject, objectsIn, textOr } from './json-object.ts';
import { type CallOwnership, isServerRun } from './server-run.ts';
import { annotationToChat } from './translated-annotation.ts';
import { completionId } from './translated-id.ts';
import { usageToChat } from './translated-usage.ts';
import { TranslationContext } from './translation-context.ts';
import type { TranslationOptions } from './translation-options.ts';
import { refuseUnfinished } from './unfinished-response.ts';

/** How a response is said as a chat answer. */
export interface ChatAnswerOptions extends TranslationOptions, CallOwnership {
  /** Whether the request used chat's old `functions`, whose caller looks for `function_call`. @default false */
  oldFunctions?: boolean;
}

interface Answer {
  texts: string[];
  refusals: string[];
  reasoning: string[];
  calls: JsonObject[];
  annotations: JsonObject[];
  logprobs: unknown[];
  unknown: JsonObject[];
}

type ItemRule = (item: JsonObject, answer: Answer, context: TranslationContext) => void;

const ITEMS: Readonly<Record<string, ItemRule>> = {
  message: addMessage,
  reasoning: (item, { reasoning }) => {
    for (const part of objectsIn(item.content)) reasoning.push(textOr(part.text, ''));
  },
  function_call: (item, { calls }) => {
    calls.push({ id: item.call_id, type: 'function', function: { name: item.name, arguments: item.arguments } });
  },
  custom_tool_call: (item, { calls }) => {
    calls.push({ id: item.call_id, type: 'custom', custom: { name: item.name, input: item.input } });
  },
};

/**
 * A response as a chat completion: all its items become one choice.
 *
 * Throws an `ApiError` for a response that failed or is not finished, and `translation` for an output item of a type
 * that is not known; in lenient mode such items are handed on as `x_colloquy_items` of the message.
 */
export function responseToChatResult(response: object, options: ChatAnswerOptions = {}): JsonObject {
  const given = response as JsonObject;
  refuseUnfinished(given, options);
  const answer = readOutput(given, options);
  const { calls, logprobs } = answer;
  const callReason = calls.length === 0 ? undefined : options.oldFunctions === true ? 'function_call' : 'tool_calls';
  return compact({
    id: completionId(given.id),
    object: 'chat.completion',
    created: toSeconds(given.created_at),
    model: textOr(given.model, ''),
    choices: [
      {
        index: 0,
        message: messageOf(answer, options),
        logprobs: logprobs.length > 0 ? { content: logprobs, refusal: null } : null,
        finish_reason: finishReasonOf(given, callReason),
      },
    ],
    usage: usageToChat(given.usage),
    service_tier: given.service_tier ?? undefined,
  });
}

function readOutput(response: JsonObject, options: ChatAnswerOptions): Answer {
  const context = new TranslationContext('chat->responses', options);
  const answer: Answer = {
    texts: [],
    refusals: [],
    reasoning: [],
    calls: [],
    annotations: [],
    logprobs: [],
    unknown: [],
  };
  for (const [index, item] of objectsIn(response.output).entries()) {
    if (isServerRun(item, options)) continue;
    const rule = lookUp(ITEMS, item.type);
    if (rule !== undefined) {
      rule(item, answer, context);
      continue;
    }
    const place = `output[${index}]`;
    context.leaveOut(
      place,
      'unknown_output_item',
      `the answer's \`${place}\` is of the unknown type ${item.type}, which a chat answer cannot hold`,
    );
    answer.unknown.push(item);
  }
  // Some services give the text beside the items only.
  if (answer.texts.length === 0 && typeof response.output_text === 'string' && response.output_text !== '') {
    answer.texts.push(response.output_text);
  }
  return answer;
}

function addMessage(item: JsonObject, answer: Answer, context: TranslationContext): void {
  for (const part of objectsIn(item.content)) {
    if (part.type === 'refusal') answer.refusals.push(textOr(part.refusal, ''));
    else {
      const offset = answer.texts.join('').length;
      answer.texts.push(textOr(part.text, ''));
      if (Array.isArray(part.logprobs)) answer.logprobs.push(...part.logprobs);
      for (const annotation of objectsIn(part.annotations)) addAnnotation(annotation, offset, answer, context);
    }
  }
}

function addAnnotation(annotation: JsonObject, offset: number, answer: Answer, context: TranslationContext): void {
  const said = annotationToChat(annotation, offset);
  if (said === undefined)
    context.warn('annotations', `a ${annotation.type} of the answer has no chat form and was left out`);
  else answer.annotations.push(said);
}

function messageOf(answer: Answer, options: ChatAnswerOptions): JsonObject {
  const { texts, refusals, reasoning, calls, annotations, unknown } = answer;
  const message: JsonObject = {
    role: 'assistant',
    content: texts.length > 0 ? texts.join('') : null,
    refusal: refusals.length > 0 ? refusals.join('') : null,
  };
  if (reasoning.length > 0) message.reasoning_content = reasoning.join('');
  if (annotations.length > 0) message.annotations = annotations;
  if (unknown.length > 0) message.x_colloquy_items = unknown;
  if (calls.length === 0) return message;
  const [first] = calls;
  if (options.oldFunctions === true && isObject(first?.function)) message.function_call = first.function;
  else message.tool_calls = calls;
  return message;
}

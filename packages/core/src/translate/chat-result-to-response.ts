import { toSeconds } from '../dialect/seconds.ts';
import { ApiError } from '../errors/index.ts';
import { statusOf } from './finish-reason.ts';
import { isObject, type JsonObject, objectsIn, textOr } from './json-object.ts';
import { outputText, responseFrame } from './response-frame.ts';
import { annotationToResponses } from './translated-annotation.ts';
import { callId, itemId, responseId } from './translated-id.ts';
import { usageToResponses } from './translated-usage.ts';
import type { TranslationOptions } from './translation-options.ts';

/**
 * A chat completion as a response; `request` is the Responses request, which the response repeats.
 *
 * Its items are the reasoning, the message, and one for each call, in this order. Throws an `ApiError` where there is
 * no choice.
 */
export function chatResultToResponse(
  completion: object,
  request: object = {},
  options: TranslationOptions = {},
): JsonObject {
  const given = completion as JsonObject;
  const [choice] = objectsIn(given.choices);
  if (choice === undefined || !isObject(choice.message)) {
    throw new ApiError('server', 'the service answered with a chat completion that has no choice', {
      body: completion,
      ...(options.provider === undefined ? {} : { provider: options.provider }),
      ...(options.requestId === undefined ? {} : { requestId: options.requestId }),
    });
  }
  const id = responseId(given.id);
  const createdAt = toSeconds(given.created);
  const status = statusOf(choice.finish_reason);
  const output = itemsOf(id, choice.message, choice, status.status);
  return {
    ...responseFrame(id, createdAt, textOr(given.model, ''), request as JsonObject),
    ...status,
    completed_at: status.status === 'completed' ? createdAt : null,
    output,
    output_text: outputText(output),
    usage: usageToResponses(given.usage),
    ...(typeof given.service_tier === 'string' ? { service_tier: given.service_tier } : {}),
  };
}

function itemsOf(id: string, message: JsonObject, choice: JsonObject, status: string): JsonObject[] {
  const items: JsonObject[] = [];
  const reasoning = message.reasoning_content ?? message.reasoning;
  if (typeof reasoning === 'string' && reasoning !== '') {
    const content = [{ type: 'reasoning_text', text: reasoning }];
    items.push({ id: itemId('rs', id, 0), type: 'reasoning', summary: [], content, status: 'completed' });
  }
  const parts = partsOf(message, choice);
  if (parts.length > 0) {
    items.push({ id: itemId('msg', id, 0), type: 'message', role: 'assistant', status: 'completed', content: parts });
  }
  items.push(...callsOf(id, message));
  const last = items.at(-1);
  // The bound on the answer's length cuts what was written last.
  if (last !== undefined) last.status = status;
  return items;
}

function partsOf(message: JsonObject, choice: JsonObject): JsonObject[] {
  const parts: JsonObject[] = [];
  const text = typeof message.content === 'string' ? message.content : joined(message.content);
  const isSilent = text === '' && (callsIn(message) || typeof message.refusal === 'string');
  if (text !== undefined && !isSilent) {
    const annotations = objectsIn(message.annotations).map(annotationToResponses).filter(isObject);
    const logprobs = isObject(choice.logprobs) && Array.isArray(choice.logprobs.content) ? choice.logprobs.content : [];
    parts.push({ type: 'output_text', text, annotations, logprobs });
  }
  if (typeof message.refusal === 'string') parts.push({ type: 'refusal', refusal: message.refusal });
  return parts;
}

/** Some services answer with a list of text parts. */
function joined(content: unknown): string | undefined {
  return Array.isArray(content)
    ? objectsIn(content)
        .map((part) => textOr(part.text, ''))
        .join('')
    : undefined;
}

function callsIn(message: JsonObject): boolean {
  return objectsIn(message.tool_calls).length > 0 || isObject(message.function_call);
}

function callsOf(id: string, message: JsonObject): JsonObject[] {
  const calls = objectsIn(message.tool_calls);
  if (calls.length === 0 && isObject(message.function_call)) calls.push({ function: message.function_call });
  return calls.map((call, index) => {
    const call_id = typeof call.id === 'string' && call.id !== '' ? call.id : callId(id, index);
    if (isObject(call.custom)) {
      const { name, input } = call.custom;
      return { id: itemId('ctc', id, index), type: 'custom_tool_call', status: 'completed', call_id, name, input };
    }
    const { name, arguments: given } = isObject(call.function) ? call.function : ({} as JsonObject);
    return {
      id: itemId('fc', id, index),
      type: 'function_call',
      status: 'completed',
      call_id,
      name,
      arguments: textOr(given, ''),
    };
  });
}

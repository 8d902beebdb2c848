import { lookUp } from '../wire/look-up.ts';
import { contentToInput, contentToOutput } from './chat-parts-to-input.ts';
import { isGiven, isObject, type JsonObject } from './json-object.ts';
import type { TranslationContext } from './translation-context.ts';

/** What is known of the calls before a message. */
interface Calls {
  /** Each call's kind, by id. */
  readonly kinds: Map<string, 'function' | 'custom'>;
  /** Calls made with the old `function_call`, which has no ids, by function name: the last one not yet answered. */
  readonly unnamed: Map<string, string>;
}

type RoleRule = (message: JsonObject, place: string, calls: Calls, context: TranslationContext) => JsonObject[];

const ROLES: Readonly<Record<string, RoleRule>> = {
  system: inputMessage,
  developer: inputMessage,
  user: inputMessage,
  assistant: assistantItems,
  tool: toolOutput,
  function: functionOutput,
};

/**
 * Chat messages as Responses items, in order.
 *
 * System messages stay items: as `instructions` a second one would replace the first. An assistant's text comes before
 * its calls. A call is known by its `call_id`, never by an item id.
 */
export function messagesToItems(messages: unknown, context: TranslationContext): JsonObject[] {
  if (!Array.isArray(messages)) return context.refuse('messages', 'invalid_value', '`messages` must be a list');
  const calls: Calls = { kinds: new Map(), unnamed: new Map() };
  return messages.flatMap((message: unknown, index) => {
    const place = `messages[${index}]`;
    const rule = isObject(message) ? lookUp(ROLES, message.role) : undefined;
    if (rule === undefined || !isObject(message)) {
      return context.refuse(
        `${place}.role`,
        'invalid_value',
        `\`${place}.role\` must be one of ${Object.keys(ROLES).join(', ')}`,
      );
    }
    return rule(message, place, calls, context);
  });
}

function inputMessage(message: JsonObject, place: string, _calls: Calls, context: TranslationContext): JsonObject[] {
  leaveOutName(message, place, context);
  return [
    { type: 'message', role: message.role, content: contentToInput(message.content, `${place}.content`, context) },
  ];
}

function assistantItems(message: JsonObject, place: string, calls: Calls, context: TranslationContext): JsonObject[] {
  if (isGiven(message.audio)) {
    context.refuse(
      `${place}.audio`,
      'unsupported_content',
      `\`${place}.audio\` refers to spoken audio, which the Responses API does not keep; send its transcript as content`,
    );
  }
  leaveOutName(message, place, context);
  const called = callItems(message, place, calls, context);
  const parts = contentToOutput(message, place, context);
  const saysNothing = parts.every((part) => part.text === '');
  const spoken = called.length > 0 && saysNothing ? [] : [outputMessage(parts, place)];
  return [...reasoningItems(message, place), ...spoken, ...called];
}

function outputMessage(parts: JsonObject[], place: string): JsonObject {
  const content = parts.length > 0 ? parts : [{ type: 'output_text', text: '', annotations: [] }];
  return { type: 'message', id: inputId('msg', place), role: 'assistant', status: 'completed', content };
}

/** Reasoning that some chat services give in full is kept in full. */
function reasoningItems(message: JsonObject, place: string): JsonObject[] {
  const text = message.reasoning_content ?? message.reasoning;
  if (typeof text !== 'string' || text === '') return [];
  return [{ type: 'reasoning', id: inputId('rs', place), summary: [], content: [{ type: 'reasoning_text', text }] }];
}

function callItems(message: JsonObject, place: string, calls: Calls, context: TranslationContext): JsonObject[] {
  const items: JsonObject[] = [];
  const given = message.tool_calls ?? [];
  if (!Array.isArray(given))
    context.refuse(`${place}.tool_calls`, 'invalid_value', `\`${place}.tool_calls\` must be a list`);
  for (const [index, call] of (given as unknown[]).entries()) {
    items.push(callItem(call, `${place}.tool_calls[${index}]`, calls, context));
  }
  const old = message.function_call;
  if (isObject(old)) {
    const id = `call_${place.replace(/\D/g, '')}`;
    calls.kinds.set(id, 'function');
    calls.unnamed.set(String(old.name), id);
    items.push({ type: 'function_call', call_id: id, name: old.name, arguments: old.arguments });
  }
  return items;
}

function callItem(call: unknown, place: string, calls: Calls, context: TranslationContext): JsonObject {
  if (!isObject(call) || typeof call.id !== 'string' || call.id === '') {
    return context.refuse(`${place}.id`, 'invalid_value', `\`${place}.id\` is missing; give the id the service gave`);
  }
  if (calls.kinds.has(call.id)) {
    context.refuse(
      `${place}.id`,
      'duplicate_call_id',
      `\`${place}.id\` is "${call.id}", which an earlier call has; give each call an id of its own`,
    );
  }
  if (call.type === 'custom' && isObject(call.custom)) {
    calls.kinds.set(call.id, 'custom');
    return { type: 'custom_tool_call', call_id: call.id, name: call.custom.name, input: call.custom.input };
  }
  if (!isObject(call.function)) {
    return context.refuse(place, 'unsupported_tool', `\`${place}\` must be of type function or custom`);
  }
  calls.kinds.set(call.id, 'function');
  return { type: 'function_call', call_id: call.id, name: call.function.name, arguments: call.function.arguments };
}

function toolOutput(message: JsonObject, place: string, calls: Calls, context: TranslationContext): JsonObject[] {
  const id = message.tool_call_id;
  const kind = typeof id === 'string' ? calls.kinds.get(id) : undefined;
  if (kind === undefined) {
    return context.refuse(
      `${place}.tool_call_id`,
      'orphan_tool_output',
      `\`${place}.tool_call_id\` matches no earlier call; send the assistant message that made the call before it`,
    );
  }
  const output =
    typeof message.content === 'string'
      ? message.content
      : contentToInput(message.content, `${place}.content`, context);
  return [{ type: kind === 'custom' ? 'custom_tool_call_output' : 'function_call_output', call_id: id, output }];
}

function functionOutput(message: JsonObject, place: string, calls: Calls, context: TranslationContext): JsonObject[] {
  const name = String(message.name);
  const id = calls.unnamed.get(name);
  if (id === undefined) {
    return context.refuse(
      `${place}.name`,
      'orphan_tool_output',
      `\`${place}.name\` matches no earlier function_call; send the assistant message that made the call before it`,
    );
  }
  calls.unnamed.delete(name);
  return [{ type: 'function_call_output', call_id: id, output: message.content }];
}

function leaveOutName(message: JsonObject, place: string, context: TranslationContext): void {
  if (!isGiven(message.name)) return;
  context.leaveOut(
    `${place}.name`,
    'unsupported_parameter',
    `\`${place}.name\` has no place in the Responses API; write the name into the text`,
  );
}

/** Items of the past need ids by the API's schema; these are made of the message's place. */
function inputId(kind: 'msg' | 'rs', place: string): string {
  return `${kind}_${place.replace(/\D/g, '')}`;
}

import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { EngineMessage, EngineToolCall } from '../engine/engine-message.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, missing } from '../refusal/refusals.ts';
import { messageText } from './message-text.ts';

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** The `messages` of a chat request as the engine reads them; refuses what OpenAI refuses, naming the message. */
export function chatMessages(messages: readonly JsonObject[]): EngineMessage[] {
  const read: EngineMessage[] = [];
  // The calls of the last assistant message that still wait for their answer.
  let open = new Set<string>();
  for (const [at, message] of messages.entries()) {
    const path = `messages[${at}]`;
    const role = roleOf(message, path);
    if (role === 'tool') {
      const id = message['tool_call_id'];
      if (typeof id !== 'string') throw missing(`${path}.tool_call_id`);
      if (!open.delete(id)) throw orphan(path);
    } else if (open.size > 0) throw unanswered(open, at);
    const engineMessage = readMessage(message, role, path);
    if (role === 'assistant') open = new Set((engineMessage.toolCalls ?? []).map(({ id }) => id as string));
    read.push(engineMessage);
  }
  if (open.size > 0) throw unanswered(open, messages.length);
  return read;
}

function readMessage(message: JsonObject, role: string, path: string): EngineMessage {
  const content = message['content'];
  const toolCalls = role === 'assistant' ? callsOf(message, path) : undefined;
  if ((content === undefined || content === null) && !toolCalls && role !== 'function') {
    if (role !== 'assistant' || typeof message['refusal'] !== 'string') {
      throw invalid(`${path}.content`, `Invalid value for 'content': expected a string, got null.`, null);
    }
  }
  const name = typeof message['name'] === 'string' ? message['name'] : undefined;
  const text = messageText(content, role, `${path}.content`) || String(message['refusal'] ?? '');
  // The old `function` role is a tool's answer without an id.
  const engineRole = role === 'function' ? 'tool' : (role as EngineMessage['role']);
  const toolCallId = role === 'tool' ? (message['tool_call_id'] as string) : undefined;
  return { role: engineRole, content: text, name, toolCalls, toolCallId };
}

function roleOf(message: JsonObject, path: string): string {
  const role = message['role'];
  if (role === undefined) throw missing(`${path}.role`);
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    const list = ROLES.map((known) => `'${known}'`).join(', ');
    throw invalid(`${path}.role`, `Invalid value: '${String(role).slice(0, 40)}'. Supported values are: ${list}.`);
  }
  return role;
}

function callsOf(message: JsonObject, path: string): EngineToolCall[] | undefined {
  const legacy = message['function_call'];
  if (isJsonObject(legacy))
    return [
      {
        id: undefined as unknown as string,
        name: String(legacy['name']),
        arguments: String(legacy['arguments'] ?? ''),
      },
    ];
  const given = message['tool_calls'];
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) {
    throw invalid(`${path}.tool_calls`, `Invalid type for '${path}.tool_calls': expected an array.`, 'invalid_type');
  }
  if (given.length === 0) {
    const expected = 'Expected an array with minimum length 1, but got an empty array instead.';
    throw invalid(`${path}.tool_calls`, `Invalid '${path}.tool_calls': empty array. ${expected}`, 'empty_array');
  }
  return given.map((call: unknown, at) => callOf(call, `${path}.tool_calls[${at}]`));
}

function callOf(call: unknown, path: string): EngineToolCall {
  if (!isJsonObject(call) || typeof call['id'] !== 'string') throw missing(`${path}.id`);
  const named = call['type'] === 'custom' ? call['custom'] : call['function'];
  if (!isJsonObject(named) || typeof named['name'] !== 'string') throw missing(`${path}.function.name`);
  const args = named['arguments'] ?? named['input'];
  if (typeof args !== 'string') throw missing(`${path}.function.arguments`);
  return { id: call['id'], name: named['name'], arguments: args };
}

function orphan(path: string): Refusal {
  const message =
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
  return new Refusal(400, message, { param: `${path}.role` });
}

function unanswered(open: ReadonlySet<string>, at: number): Refusal {
  const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`;
  return new Refusal(400, message, { param: `messages[${at}].role` });
}

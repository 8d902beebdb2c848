import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { EngineMessage, EngineToolCall } from '../engine/engine-message.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Item } from './input-items.ts';

type Draft = { role: EngineMessage['role']; content: string; toolCalls?: EngineToolCall[]; toolCallId?: string };

/** Items as the messages the engine reads: neighbouring calls join the assistant's message before them. */
export function itemMessages(items: readonly Item[], instructions: string | null): EngineMessage[] {
  const messages: Draft[] = instructions ? [{ role: 'system', content: instructions }] : [];
  const called = new Set<string>();
  for (const [at, item] of items.entries()) {
    if (item.type === 'message') {
      messages.push({ role: item['role'] as EngineMessage['role'], content: partsText(item['content']) });
    } else if (item.type === 'function_call') {
      const call = { id: String(item['call_id']), name: String(item['name']), arguments: String(item['arguments']) };
      called.add(call.id);
      const last = messages.at(-1);
      if (last?.role === 'assistant') last.toolCalls = [...(last.toolCalls ?? []), call];
      else messages.push({ role: 'assistant', content: '', toolCalls: [call] });
    } else if (item.type === 'function_call_output') {
      const id = String(item['call_id']);
      if (!called.has(id)) {
        throw new Refusal(400, `No tool call found for function call output with call_id ${id}.`, {
          param: 'input',
          code: null,
        });
      }
      messages.push({ role: 'tool', content: outputText(item['output']), toolCallId: id });
    } else if (item.type === 'item_reference') {
      throw new Refusal(404, `Item with id '${item.id}' not found.`, { param: `input[${at}].id` });
    }
  }
  return messages;
}

/** What a part that is not text looks like to an engine that only reads. */
const MARK: Readonly<Record<string, string>> = { input_image: '[image]', input_file: '[file]' };

function partsText(parts: unknown): string {
  return (parts as JsonObject[])
    .map((part) => String(part['text'] ?? part['refusal'] ?? MARK[String(part['type'])] ?? ''))
    .join('\n');
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  return Array.isArray(output) ? partsText(output.filter(isJsonObject)) : JSON.stringify(output);
}

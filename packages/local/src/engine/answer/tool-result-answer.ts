import type { EngineMessage } from '../engine-message.ts';
import { isJsonObject } from '../schema/json-schema.ts';

const MAX_RESULT = 2_000;

/** The answer after tools ran: what each of them returned, in words. */
export function toolResultAnswer(messages: readonly EngineMessage[]): string {
  const names = new Map(
    messages.flatMap((message) => (message.toolCalls ?? []).map((call) => [call.id ?? '', call.name] as const)),
  );
  const lastOther = messages.findLastIndex((message) => message.role !== 'tool');
  const results = messages.slice(lastOther + 1);
  return results
    .map((result) => say(result.name ?? names.get(result.toolCallId ?? '') ?? 'the tool', result.content.trim()))
    .join(' ');
}

function say(name: string, content: string): string {
  if (content === '') return `${name} returned nothing.`;
  const value = parsed(content.slice(0, MAX_RESULT));
  if (value === undefined)
    return /[\s.!?]/.test(content) ? ended(content.slice(0, MAX_RESULT)) : `The result of ${name} is ${content}.`;
  return `The result of ${name} is ${inWords(value)}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ') || 'an empty list';
  if (isJsonObject(value)) {
    return (
      Object.entries(value)
        .map(([key, inner]) => `${key}: ${inWords(inner)}`)
        .join(', ') || 'empty'
    );
  }
  return String(value);
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type DatasetReport, validateDataset } from '@colloquy/core/dataset';
import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import { messageText } from '../chat/message-text.ts';
import type { EngineMessage, EngineToolCall } from '../engine/engine-message.ts';
import type { TrainingExample } from '../engine/train-request.ts';
import type { Store } from '../store/store.ts';

type Method = 'supervised' | 'dpo';

/** A file's report, read through the same rules the client checks by. */
export function checkTrainingFile(store: Store, blob: string, method: Method): Promise<DatasetReport> {
  return validateDataset(store.blobs.read(blob), { method });
}

/** The examples of a file that was checked. */
export async function readExamples(store: Store, blob: string, method: Method): Promise<TrainingExample[]> {
  const examples: TrainingExample[] = [];
  for await (const line of createInterface({ input: Readable.from(store.blobs.read(blob)), crlfDelay: 1_000 })) {
    const text = line.replace(/^\ufeff/, '').trim();
    if (text !== '') examples.push(EXAMPLE_OF[method](JSON.parse(text) as JsonObject));
  }
  return examples;
}

const EXAMPLE_OF: Readonly<Record<Method, (line: JsonObject) => TrainingExample>> = {
  supervised: (line) => ({ messages: messagesOf(line['messages']) }),
  dpo: (line) => ({
    messages: messagesOf((line['input'] as JsonObject)['messages']),
    preferred: outputOf(line['preferred_output'] ?? line['preferred_completion']),
    rejected: outputOf(line['non_preferred_output'] ?? line['non_preferred_completion']),
  }),
};

function messagesOf(messages: unknown): EngineMessage[] {
  return (messages as JsonObject[]).map((message) => {
    const role = message['role'] === 'function' ? 'tool' : (message['role'] as EngineMessage['role']);
    const weight = typeof message['weight'] === 'number' ? message['weight'] : undefined;
    return { role, content: textOf(message), toolCalls: callsOf(message['tool_calls']), weight };
  });
}

function textOf(message: JsonObject): string {
  return messageText(message['content'], String(message['role']), 'content');
}

function callsOf(calls: unknown): EngineToolCall[] | undefined {
  if (!Array.isArray(calls)) return undefined;
  return calls.flatMap((call: unknown) => {
    const named = isJsonObject(call) ? call['function'] : undefined;
    return isJsonObject(named) ? [{ name: String(named['name']), arguments: String(named['arguments'] ?? '{}') }] : [];
  });
}

function outputOf(output: unknown): string {
  return messagesOf(output)
    .map(({ content }) => content)
    .join('\n');
}

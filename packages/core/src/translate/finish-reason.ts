import { lookUp } from '../wire/look-up.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** Why a response is incomplete, by a chat answer's finish reason; every other reason is a completed response. */
const INCOMPLETE: Readonly<Record<string, string>> = { length: 'max_output_tokens', content_filter: 'content_filter' };

/** A finish reason as a response's status. */
export function statusOf(finishReason: unknown): {
  status: 'completed' | 'incomplete';
  incomplete_details: JsonObject | null;
} {
  const reason = lookUp(INCOMPLETE, finishReason);
  return reason === undefined
    ? { status: 'completed', incomplete_details: null }
    : { status: 'incomplete', incomplete_details: { reason } };
}

/** A response's status as a finish reason. */
export function finishReasonOf(response: JsonObject, callReason: 'tool_calls' | 'function_call' | undefined): string {
  if (response.status === 'incomplete') {
    const reason = isObject(response.incomplete_details) ? response.incomplete_details.reason : undefined;
    return reason === 'content_filter' ? 'content_filter' : 'length';
  }
  return callReason ?? 'stop';
}

import type { Client } from '@colloquy/core';
import { refusal } from '@colloquy/gateway';

/** What a chat call takes. */
export type ChatRequest = Parameters<Client['chat']['completions']['stream']>[0];

/**
 * Reads the body of `POST chat`: `messages`, or a `prompt` that becomes the only message; `model` may be left out.
 *
 * Whatever else a chat call takes is passed on; throws a 400 where there is nothing to answer.
 */
export function readChatRequest(body: unknown, defaultModel: string): ChatRequest {
  const { prompt, messages, model, provider: _, stream: __, ...rest } = fieldsOf(body);
  const given =
    messages ?? (typeof prompt === 'string' && prompt !== '' ? [{ role: 'user', content: prompt }] : undefined);
  if (!Array.isArray(given) || given.length === 0) {
    throw refusal(400, 'Send `messages`, or a `prompt` that is not empty.', { param: 'messages' });
  }
  return { ...rest, model: typeof model === 'string' && model !== '' ? model : defaultModel, messages: given };
}

/** A JSON body as an object; throws a 400 for anything else. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw refusal(400, 'Send a JSON object, with Content-Type: application/json.');
}

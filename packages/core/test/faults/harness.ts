import { type Client, type ClientOptions, ColloquyError, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { type RawExchange, type RawServer, rawServer } from '@colloquy/core/testing';
import { onTestFinished } from 'vitest';

/** A client and the raw server it calls; both are gone when the test is over. */
export async function against(
  answer: (exchange: RawExchange) => unknown,
  options: Partial<ClientOptions> = {},
): Promise<{ server: RawServer; client: Client }> {
  const server = await rawServer(answer);
  const client = createClient({ provider: openai, apiKey: 'sk-canary-7f3a9', baseURL: server.baseURL, ...options });
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  return { server, client };
}

export const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hello' }] };
export const ASK_STREAM = { ...ASK, stream: true as const };

export const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, logprobs: null, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** The error a call ends with. */
export async function failure(call: () => Promise<unknown>): Promise<ColloquyError> {
  try {
    await call();
  } catch (error) {
    if (ColloquyError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

/** Reads a stream to its end: the text, and the error it ended with. */
export async function readAll(
  open: () => Promise<AsyncIterable<{ choices: readonly { delta: { content?: string | null } }[] }>>,
): Promise<{ text: string; error: ColloquyError | undefined }> {
  let text = '';
  try {
    for await (const { choices } of await open()) text += choices[0]?.delta.content ?? '';
    return { text, error: undefined };
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    return { text, error };
  }
}

/** How long something takes, in milliseconds. */
export async function timed<T>(action: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await action();
  return { ms: performance.now() - began, result };
}

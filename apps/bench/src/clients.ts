import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import OpenAI from 'openai';
import { Agent } from 'undici';

/** The clients as their users make them, pointed at the mock. */
export const clients = {
  undici: () => new Agent({ headersTimeout: 0, bodyTimeout: 0 }),
  colloquy: (url: string) => createClient({ provider: openai, apiKey: 'sk-bench', baseURL: url }),
  openai: (url: string) => new OpenAI({ apiKey: 'sk-bench', baseURL: url }),
  aiSdk: (url: string) => createOpenAICompatible({ name: 'bench', apiKey: 'sk-bench', baseURL: url })('m'),
};

/** What any client must send, by hand. */
export function rawRequest(url: string, body: object) {
  return {
    origin: new URL(url).origin,
    path: '/v1/chat/completions',
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
    body: JSON.stringify(body),
  };
}

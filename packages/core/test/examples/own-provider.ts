import { createClient, defineProvider } from '@colloquy/core';
import { openWebUI } from '@colloquy/core/providers';

// A service that is OpenAI's way but for its name for the bound on the answer, and a parameter that it drops.
export const acme = defineProvider({
  name: 'acme',
  label: 'Acme GPT',
  baseURL: 'https://gpt.acme.example/v1',
  endpoints: ['chat', 'models', 'embeddings'],
  quirks: { maxTokens: 'max_tokens', swallows: ['logit_bias'] },
  checked: '2026-11-21',
});

// One more Open WebUI: everything but the name and the address is known.
export const campus = openWebUI.extend({
  name: 'campus',
  label: 'Campus GPT',
  baseURL: 'https://gpt.campus.example/api',
});

// The keys come from ACME_API_KEY and CAMPUS_API_KEY.
export const clients = () => [createClient({ provider: acme }), createClient({ provider: campus })];

import { defineProvider } from '../dialect/define-provider.ts';

/** Ollama on this machine. It keeps no answers, and may finish a stream with `[DONE]` and no finish reason. */
export const ollama = defineProvider({
  name: 'ollama',
  label: 'Ollama',
  baseURL: 'http://localhost:11434/v1',
  keyRequired: false,
  endpoints: ['chat', 'responses', 'models', 'embeddings'],
  quirks: { maxTokens: 'max_tokens', swallows: ['n', 'logit_bias'], chatShape: 'loose' },
  checked: '2026-11-20',
});

import { defineProvider } from '../dialect/define-provider.ts';

/** A vLLM server; a key is needed where it was started with `--api-key`. */
export const vllm = defineProvider({
  name: 'vllm',
  label: 'vLLM',
  baseURL: 'http://localhost:8000/v1',
  keyRequired: false,
  endpoints: ['chat', 'responses', 'stored_responses', 'models', 'embeddings'],
  quirks: { chatShape: 'loose' },
  checked: '2026-11-20',
});

import { defineProvider } from '../dialect/define-provider.ts';

/** OpenAI itself. Source: https://platform.openai.com/docs/api-reference. */
export const openai = defineProvider({
  name: 'openai',
  label: 'OpenAI',
  baseURL: 'https://api.openai.com/v1',
  endpoints: [
    'chat',
    'stored_chat',
    'responses',
    'stored_responses',
    'models',
    'files',
    'uploads',
    'fine_tuning',
    'embeddings',
    'moderations',
    'batches',
  ],
  checked: '2026-11-20',
});

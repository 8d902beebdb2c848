import { defineProvider } from '../dialect/define-provider.ts';

/**
 * GPT@JRC, the European Commission's Joint Research Centre; a token (a JWT) belongs to one project.
 *
 * Source: its developers manual V0.1. What the manual leaves open (error bodies, headers) is taken to be OpenAI's way.
 */
export const jrc = defineProvider({
  name: 'jrc',
  label: 'GPT@JRC',
  baseURL: 'https://api-gpt.jrc.ec.europa.eu/v1',
  endpoints: ['chat', 'models', 'files', 'embeddings'],
  quirks: { maxTokens: 'max_tokens' },
  quota: { tokensPerDay: 200_000, per: 'project' },
  checked: '2026-11-20',
});

import { defineProvider } from '../dialect/define-provider.ts';

/**
 * Any Open WebUI, served below `/api` and not `/v1`; give its address as `baseURL`.
 *
 * Source: Open WebUI's `main.py` and `utils/response.py`, mid-2025 and 2026.
 */
export const openWebUI = defineProvider({
  name: 'openwebui',
  label: 'Open WebUI',
  baseURL: 'http://localhost:3000/api',
  endpoints: ['chat', 'models', 'files', 'embeddings'],
  quirks: {
    eventName: 'none',
    streamUsage: 'finish-chunk',
    errorBody: 'detail',
    modelsShape: 'data-only',
    maxTokens: 'max_tokens',
    // With these three the server answers with a task id instead of a completion.
    swallows: ['chat_id', 'id', 'session_id'],
    filesShape: 'open-webui',
    chatShape: 'loose',
  },
  checked: '2026-11-20',
});

/** The clients as their users make them, pointed at the mock; each loads its own library alone. */
export const clients = {
  undici: async () => new (await import('undici')).Agent({ headersTimeout: 0, bodyTimeout: 0 }),
  colloquy: async (url: string) => {
    const { createClient } = await import('@colloquy/core');
    const { openai } = await import('@colloquy/core/providers');
    return createClient({ provider: openai, apiKey: 'sk-bench', baseURL: url });
  },
  openai: async (url: string) => new (await import('openai')).OpenAI({ apiKey: 'sk-bench', baseURL: url }),
  aiSdk: async (url: string) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    return createOpenAICompatible({ name: 'bench', apiKey: 'sk-bench', baseURL: url });
  },
  chatOpenAI: async (url: string, model: string) => {
    const { ChatOpenAI } = await import('@langchain/openai');
    return new ChatOpenAI({ model, apiKey: 'sk-bench', configuration: { baseURL: url }, useResponsesApi: false });
  },
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

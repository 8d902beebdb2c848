import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import { ASK, type Bench } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const ask = (units: number) => ({ model: `text-${units}`, messages: ASK, stream: true as const });

/** One long stream, event by event, as fast as the service writes it. */
export const stream: Bench = {
  name: 'stream',
  unit: 'event',
  warmup: 200_000,
  units: 200_000,
  floor: 'body + split + JSON.parse',
  contenders: {
    'body + split + JSON.parse': {
      prepare: async (url) => {
        const agent = clients.undici();
        return async (units) => {
          const { body } = await agent.request(rawRequest(url, ask(units)));
          const decoder = new TextDecoder();
          let rest = '';
          let length = 0;
          for await (const bytes of body) {
            const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
            rest = parts.pop() ?? '';
            for (const part of parts) {
              const data = part.slice(6);
              if (data !== '[DONE]') length += (JSON.parse(data).choices[0]?.delta.content ?? '').length;
            }
          }
          if (length !== units * 6) throw new Error(`read ${length} characters of ${units * 6}`);
        };
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return async (units) => {
          let length = 0;
          const chunks = await client.chat.completions.create(ask(units));
          for await (const chunk of chunks) length += (chunk.choices[0]?.delta.content ?? '').length;
          if (length !== units * 6) throw new Error(`read ${length} characters of ${units * 6}`);
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return async (units) => {
          let length = 0;
          const chunks = await client.chat.completions.create(ask(units));
          for await (const chunk of chunks) length += (chunk.choices[0]?.delta.content ?? '').length;
          if (length !== units * 6) throw new Error(`read ${length} characters of ${units * 6}`);
        };
      },
    },
    'ai (AI SDK)': {
      prepare: async (url) => {
        const provider = createOpenAICompatible({ name: 'bench', apiKey: 'sk-bench', baseURL: url });
        return async (units) => {
          let length = 0;
          for await (const text of streamText({ model: provider(`text-${units}`), prompt: 'Hello!' }).textStream)
            length += text.length;
          if (length !== units * 6) throw new Error(`read ${length} characters of ${units * 6}`);
        };
      },
    },
  },
};

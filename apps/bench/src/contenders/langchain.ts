import { ChatColloquy } from '@colloquy/langchain';
import { ChatOpenAI } from '@langchain/openai';
import { ASK, type Bench, type Contender } from '../bench.ts';
import { clients } from '../clients.ts';

function contenders(kind: 'text' | 'tools'): Record<string, Contender> {
  return {
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return async (units) => {
          const chunks = await client.chat.completions.create({
            model: `${kind}-${units}`,
            messages: ASK,
            stream: true,
          });
          for await (const _ of chunks);
        };
      },
    },
    '@colloquy/langchain': {
      prepare: async (url) => async (units) => {
        const model = new ChatColloquy({ model: `${kind}-${units}`, apiKey: 'sk-bench', baseURL: url });
        for await (const _ of await model.stream('Hello!'));
      },
    },
    '@langchain/openai': {
      prepare: async (url) => async (units) => {
        const model = new ChatOpenAI({
          model: `${kind}-${units}`,
          apiKey: 'sk-bench',
          configuration: { baseURL: url },
          useResponsesApi: false,
        });
        for await (const _ of await model.stream('Hello!'));
      },
    },
  };
}

/** A long text through LangChain. */
export const langchainText: Bench = {
  name: 'langchain-text',
  unit: 'event',
  warmup: 8000,
  units: 16_000,
  floor: 'openai',
  contenders: contenders('text'),
};

/** One tool call with long arguments. */
export const langchainTools: Bench = {
  name: 'langchain-tools',
  unit: 'event',
  warmup: 1000,
  units: 4000,
  floor: 'openai',
  contenders: contenders('tools'),
};

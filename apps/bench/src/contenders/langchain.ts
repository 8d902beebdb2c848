import { ASK, type Bench, type Contender } from '../bench.ts';
import { clients } from '../clients.ts';
import { byHand } from './by-hand.ts';

function contenders(kind: 'text' | 'tools'): Record<string, Contender> {
  const ask = (units: number) => ({ model: `${kind}-${units}`, messages: ASK, stream: true as const });
  return {
    'undici, split, JSON.parse': byHand(ask),
    '@colloquy/langchain': {
      prepare: async (url) => {
        const { ChatColloquy } = await import('@colloquy/langchain');
        const client = await clients.colloquy(url);
        return async (units) => {
          for await (const _ of await new ChatColloquy({ model: `${kind}-${units}`, client }).stream('Hello!'));
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const client = await clients.openai(url);
        return async (units) => {
          for await (const _ of await client.chat.completions.create(ask(units)));
        };
      },
    },
    '@langchain/openai': {
      prepare: async (url) => {
        await clients.chatOpenAI(url, 'm');
        return async (units) => {
          for await (const _ of await (await clients.chatOpenAI(url, `${kind}-${units}`)).stream('Hello!'));
        };
      },
    },
  };
}

/** A long text through LangChain. */
export const langchainText: Bench = {
  name: 'langchain-text',
  title: 'LangChain: an event of a long text',
  unit: 'event',
  units: 8000,
  floor: 'undici, split, JSON.parse',
  contenders: contenders('text'),
};

/** One tool call with long arguments. */
export const langchainTools: Bench = {
  name: 'langchain-tools',
  title: 'LangChain: an event of a tool call that has 2,000',
  unit: 'event',
  units: 2000,
  floor: 'undici, split, JSON.parse',
  contenders: contenders('tools'),
};

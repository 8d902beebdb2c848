import { ASK, type Bench, inParallel } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const CONCURRENCY = 64;
const BODY = { model: 'm', messages: ASK };

/** A small JSON answer, 64 at a time. */
export const request: Bench = {
  name: 'request',
  title: 'A small JSON answer, 64 at a time',
  unit: 'request',
  units: 1000,
  floor: 'undici',
  contenders: {
    undici: {
      prepare: async (url) => {
        const agent = await clients.undici();
        return (units) =>
          inParallel(units, CONCURRENCY, async () => (await agent.request(rawRequest(url, BODY))).body.json());
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = await clients.colloquy(url);
        return (units) => inParallel(units, CONCURRENCY, () => client.chat.completions.create(BODY));
      },
    },
    openai: {
      prepare: async (url) => {
        const client = await clients.openai(url);
        return (units) => inParallel(units, CONCURRENCY, () => client.chat.completions.create(BODY));
      },
    },
    ai: {
      prepare: async (url) => {
        const { generateText } = await import('ai');
        const model = (await clients.aiSdk(url))('m');
        return (units) => inParallel(units, CONCURRENCY, () => generateText({ model, prompt: 'Hello!' }));
      },
    },
    '@langchain/openai': {
      prepare: async (url) => {
        const model = await clients.chatOpenAI(url, 'm');
        return (units) => inParallel(units, CONCURRENCY, () => model.invoke('Hello!'));
      },
    },
  },
};

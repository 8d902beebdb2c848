import { generateText } from 'ai';
import { ASK, type Bench, inParallel } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const CONCURRENCY = 64;
const BODY = { model: 'm', messages: ASK };

/** A small JSON answer, 64 at a time. */
export const request: Bench = {
  name: 'request',
  unit: 'request',
  warmup: 6000,
  units: 12_000,
  floor: 'undici.request',
  contenders: {
    'undici.request': {
      prepare: async (url) => {
        const agent = clients.undici();
        return (units) =>
          inParallel(units, CONCURRENCY, async () => (await agent.request(rawRequest(url, BODY))).body.json());
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return (units) => inParallel(units, CONCURRENCY, () => client.chat.completions.create(BODY));
      },
    },
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return (units) => inParallel(units, CONCURRENCY, () => client.chat.completions.create(BODY));
      },
    },
    'ai (AI SDK)': {
      prepare: async (url) => {
        const model = clients.aiSdk(url);
        return (units) => inParallel(units, CONCURRENCY, () => generateText({ model, prompt: 'Hello!' }));
      },
    },
  },
};

import { ASK, type Bench } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const BODY = { model: 'text-3', messages: ASK, stream: true as const };

/** A stream of three tokens over a warm connection, one after the other. */
export const firstToken: Bench = {
  name: 'first-token',
  unit: 'short stream',
  warmup: 4000,
  units: 8000,
  floor: 'undici.request',
  contenders: {
    'undici.request': {
      prepare: async (url) => {
        const agent = clients.undici();
        return async (units) => {
          for (let unit = 0; unit < units; unit += 1) {
            const { body } = await agent.request(rawRequest(url, BODY));
            for await (const _ of body);
          }
        };
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return async (units) => {
          for (let unit = 0; unit < units; unit += 1) {
            for await (const _ of await client.chat.completions.create(BODY));
          }
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return async (units) => {
          for (let unit = 0; unit < units; unit += 1) {
            for await (const _ of await client.chat.completions.create(BODY));
          }
        };
      },
    },
  },
};

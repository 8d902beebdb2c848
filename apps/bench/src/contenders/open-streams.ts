import { ASK, type Bench } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const BODY = { model: 'hold', messages: ASK, stream: true as const };

async function openAll(units: number, open: () => Promise<AsyncIterable<unknown>>): Promise<void> {
  const iterators = await Promise.all(
    Array.from({ length: units }, async () => {
      const iterator = (await open())[Symbol.asyncIterator]();
      await iterator.next();
      return iterator;
    }),
  );
  held.push(...iterators);
}

/** What is open stays open until the process ends. */
const held: AsyncIterator<unknown>[] = [];

/** Streams that are open at once and have given their first token. */
export const openStreams: Bench = {
  name: 'open-streams',
  unit: 'open stream',
  warmup: 50,
  units: 1000,
  floor: 'undici.request',
  measure: 'rss',
  contenders: {
    'undici.request': {
      prepare: async (url) => {
        const agent = clients.undici();
        return (units) => openAll(units, async () => (await agent.request(rawRequest(url, BODY))).body);
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return (units) => openAll(units, () => client.chat.completions.create(BODY));
      },
    },
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return (units) => openAll(units, () => client.chat.completions.create(BODY));
      },
    },
  },
};

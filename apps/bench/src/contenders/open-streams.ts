import { ASK, type Bench, type Contender } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const BODY = { model: 'hold', messages: ASK, stream: true as const };

/** What is open stays open until the process ends. */
const held: AsyncIterator<unknown>[] = [];

/** Opens all at once, and reads the first event of each. */
function openAll(prepare: (url: string) => Promise<() => Promise<AsyncIterable<unknown>>>): Contender {
  return {
    prepare: async (url) => {
      const open = await prepare(url);
      return async (units) => {
        const begun = Array.from({ length: units }, async () => {
          const iterator = (await open())[Symbol.asyncIterator]();
          const { done } = await iterator.next();
          if (done) throw new Error('a stream ended that was to stay open');
          return iterator;
        });
        held.push(...(await Promise.all(begun)));
      };
    },
  };
}

/** Streams that are open at once and have given their first token. */
export const openStreams: Bench = {
  name: 'open-streams',
  title: 'Memory of a stream that is open',
  unit: 'open stream',
  units: 300,
  floor: 'undici',
  figure: 'KiB',
  contenders: {
    undici: openAll(async (url) => {
      const agent = await clients.undici();
      return async () => (await agent.request(rawRequest(url, BODY))).body;
    }),
    '@colloquy/core': openAll(async (url) => {
      const client = await clients.colloquy(url);
      return () => client.chat.completions.create(BODY);
    }),
    openai: openAll(async (url) => {
      const client = await clients.openai(url);
      return () => client.chat.completions.create(BODY);
    }),
    ai: openAll(async (url) => {
      const { streamText } = await import('ai');
      const model = (await clients.aiSdk(url))(BODY.model);
      return async () => streamText({ model, prompt: 'Hello!' }).textStream;
    }),
  },
};

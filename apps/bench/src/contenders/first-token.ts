import { ASK, type Bench, type Contender, median } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

const BODY = { model: 'text-3', messages: ASK, stream: true as const };

/** Reads short streams, one after the other, and says how long their first token took. */
function oneByOne(prepare: (url: string) => Promise<() => Promise<AsyncIterable<unknown>>>): Contender {
  return {
    prepare: async (url) => {
      const open = await prepare(url);
      return async (units) => {
        const waits: number[] = [];
        for (let unit = 0; unit < units; unit += 1) {
          const start = performance.now();
          let first = true;
          for await (const _ of await open()) {
            if (first) waits.push((performance.now() - start) * 1000);
            first = false;
          }
        }
        if (waits.length !== units) throw new Error(`${waits.length} of ${units} streams began`);
        return { wait: median(waits) };
      };
    },
  };
}

/** A stream of three tokens over a warm connection. */
export const firstToken: Bench = {
  name: 'first-token',
  title: 'A stream of three events, over a warm connection',
  unit: 'short stream',
  units: 200,
  floor: 'undici',
  contenders: {
    undici: oneByOne(async (url) => {
      const agent = await clients.undici();
      return async () => (await agent.request(rawRequest(url, BODY))).body;
    }),
    '@colloquy/core': oneByOne(async (url) => {
      const client = await clients.colloquy(url);
      return () => client.chat.completions.create(BODY);
    }),
    openai: oneByOne(async (url) => {
      const client = await clients.openai(url);
      return () => client.chat.completions.create(BODY);
    }),
    ai: oneByOne(async (url) => {
      const { streamText } = await import('ai');
      const model = (await clients.aiSdk(url))(BODY.model);
      return async () => streamText({ model, prompt: 'Hello!' }).textStream;
    }),
  },
};

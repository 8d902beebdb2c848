import { ASK, type Bench } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';
import { byHand } from './by-hand.ts';

const ask = (units: number) => ({ model: `text-${units}`, messages: ASK, stream: true as const });

/** Every token of the mock is six characters long. */
function check(length: number, units: number): void {
  if (length !== units * 6) throw new Error(`read ${length} characters of ${units * 6}`);
}

/** One long stream, event by event, as fast as the service writes it. */
export const stream: Bench = {
  name: 'stream',
  title: 'An event of a stream, decoded',
  unit: 'event',
  units: 20_000,
  floor: 'undici, split, JSON.parse',
  contenders: {
    'undici, split, JSON.parse': byHand(ask),
    // The same by the parser that Colloquy uses, which knows all of the format.
    'undici, eventsource-parser': {
      prepare: async (url) => {
        const { createParser } = await import('eventsource-parser');
        const agent = await clients.undici();
        return async (units) => {
          let length = 0;
          const parser = createParser({
            onEvent: ({ data }) => {
              if (data !== '[DONE]') length += (JSON.parse(data).choices[0]?.delta.content ?? '').length;
            },
          });
          const decoder = new TextDecoder();
          const { body } = await agent.request(rawRequest(url, ask(units)));
          for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
          check(length, units);
        };
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = await clients.colloquy(url);
        return async (units) => {
          let length = 0;
          for await (const chunk of await client.chat.completions.create(ask(units)))
            length += (chunk.choices[0]?.delta.content ?? '').length;
          check(length, units);
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const client = await clients.openai(url);
        return async (units) => {
          let length = 0;
          for await (const chunk of await client.chat.completions.create(ask(units)))
            length += (chunk.choices[0]?.delta.content ?? '').length;
          check(length, units);
        };
      },
    },
    ai: {
      prepare: async (url) => {
        const { streamText } = await import('ai');
        const provider = await clients.aiSdk(url);
        return async (units) => {
          let length = 0;
          for await (const text of streamText({ model: provider(`text-${units}`), prompt: 'Hello!' }).textStream)
            length += text.length;
          check(length, units);
        };
      },
    },
  },
};

import type { Contender } from '../bench.ts';
import { clients, rawRequest } from '../clients.ts';

/** The chunks of a stream as ten lines of code read them: no error is noticed, no ending checked. */
export function byHand(body: (units: number) => object): Contender {
  return {
    prepare: async (url) => {
      const agent = await clients.undici();
      return async (units) => {
        const reply = await agent.request(rawRequest(url, body(units)));
        const decoder = new TextDecoder();
        let rest = '';
        let chunks = 0;
        for await (const bytes of reply.body) {
          const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
          rest = parts.pop() ?? '';
          for (const part of parts) {
            const data = part.slice(6);
            if (data !== '[DONE]' && JSON.parse(data).choices[0] !== undefined) chunks += 1;
          }
        }
        if (chunks < units) throw new Error(`read ${chunks} chunks of ${units}`);
      };
    },
  };
}

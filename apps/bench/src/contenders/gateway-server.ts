import { apiHandler, createGateway } from '@colloquy/gateway';
import { clients } from '../clients.ts';
import type { Served } from '../server-bench.ts';
import { listen } from './listen.ts';

/** The gateway with a token, a project's quota, limits per minute and metrics. */
export async function gatewayServer(upstream: string): Promise<Served> {
  const gateway = createGateway({
    upstreams: { mock: await clients.colloquy(upstream) },
    models: { '*': 'mock' },
    limits: {
      project: { tokensPerDay: 1_000_000_000 },
      token: { requestsPerMinute: 10_000_000, tokensPerMinute: 1_000_000_000, concurrent: 10_000 },
    },
  });
  const { token } = await gateway.tokens.create({ project: 'bench', label: 'bench' });
  const { url } = await listen(apiHandler({ gateway }));
  // The handler serves at the root; a prefix is what a framework adds.
  return { url: url.replace('/v1', ''), headers: { authorization: `Bearer ${token}` } };
}

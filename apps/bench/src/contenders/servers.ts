import { createServer, Agent as HttpAgent, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { apiHandler, createGateway } from '@colloquy/gateway';
import type { Served } from '../server-bench.ts';

/** Listens on a free port. */
export async function listen(handler: RequestListener): Promise<Served> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

/** A proxy that does nothing at all: the least that standing in between can cost. */
export async function rawPipe(upstream: string): Promise<Served> {
  const { hostname, port } = new URL(upstream);
  const agent = new HttpAgent({ keepAlive: true });
  return listen((incoming, outgoing) => {
    const onward = httpRequest(
      { hostname, port, agent, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (reply) => {
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
}

/** The gateway with a token, a project's quota, limits per minute and metrics. */
export async function gatewayServer(upstream: string): Promise<Served> {
  const gateway = createGateway({
    upstreams: { mock: createClient({ provider: openai, apiKey: 'sk-bench', baseURL: upstream }) },
    models: { '*': 'mock' },
    limits: {
      project: { tokensPerDay: 1_000_000_000 },
      token: { requestsPerMinute: 10_000_000, tokensPerMinute: 1_000_000_000, concurrent: 1000 },
    },
  });
  const { token } = await gateway.tokens.create({ project: 'bench', label: 'bench' });
  const { url } = await listen(apiHandler({ gateway }));
  // The handler serves at the root; a prefix is what a framework adds.
  return { url: url.replace('/v1', ''), headers: { authorization: `Bearer ${token}` } };
}

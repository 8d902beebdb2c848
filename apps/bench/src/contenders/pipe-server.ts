import { Agent, request } from 'node:http';
import type { Served } from '../server-bench.ts';
import { listen } from './listen.ts';

/** A proxy that does nothing at all: the least that standing in between can cost. */
export async function pipeServer(upstream: string): Promise<Served> {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  return listen((incoming, outgoing) => {
    const onward = request(
      { hostname, port, agent, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (reply) => {
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
}

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Served } from '../server-bench.ts';

/** Listens on a free port. */
export async function listen(handler: RequestListener): Promise<Served> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

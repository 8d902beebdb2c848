import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service on a port of its own, over real HTTP. */
export interface Upstream extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseURL: string;
}

/** Starts a service that answers with `handle`. */
export async function startUpstream(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Upstream> {
  const server = createServer((request, response) => void Promise.resolve(handle(request, response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

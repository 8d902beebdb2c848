import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Services } from '../exchange/services.ts';
import type { LocalTokens } from '../tokens/local-tokens.ts';
import { cannotListen } from './cannot-listen.ts';
import { answerClientError } from './client-error.ts';
import type { ListenOptions, LocalServer } from './local-server.ts';
import { serveRequest } from './serve-request.ts';

const HEADERS_TIMEOUT_MS = 10_000;
/** Half an hour: an upload of 512 MiB over a slow line; a body that only trickles is cut off long before. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;
const GRACE_MS = 10_000;
/** Whoever asks at once is not to wait for what only later requests need. */
const WARM_AFTER_MS = 300;

/** Serves every dialect at its paths; rejects with `configuration` where it cannot listen. */
export async function startServer(
  services: Services,
  tokens: Pick<LocalTokens, 'verify'>,
  { port = 0, host = '127.0.0.1', graceMs = GRACE_MS }: ListenOptions,
  closed: () => void,
): Promise<LocalServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    (incoming, response) => {
      serveRequest(services, tokens, incoming, response).catch((error: unknown) => {
        services.log({ event: 'failure', message: String((error as Error)?.stack ?? error) });
        response.destroy();
      });
    },
  );
  server.on('clientError', answerClientError);
  const listening = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => listening.reject(cannotListen(error, host, port)));
  server.listen(port, host, listening.resolve);
  await listening.promise;
  const warming = setTimeout(() => warm(services), WARM_AFTER_MS).unref();
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  let ending: Promise<void> | undefined;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    close() {
      clearTimeout(warming);
      ending ??= new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          closed();
          resolve();
        });
        server.closeIdleConnections();
      });
      return ending;
    },
  };
}

/** A first request then does not wait for it; one that comes sooner fails by itself where this fails. */
function warm({ engine, log }: Services): void {
  engine
    .warm?.()
    .catch((error: unknown) => log({ event: 'failure', message: String((error as Error)?.stack ?? error) }));
}

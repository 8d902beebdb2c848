import { apiHandler, type CloseResult, type ServeOptions } from '@colloquy/gateway';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { warnOfProxy } from '../limits/warn-of-proxy.ts';

/** How a router is made: over a client, or over a gateway. */
export type ColloquyRouterOptions = ServeOptions<Request>;

/** A router, and its orderly end. */
export interface ColloquyRouter extends RequestHandler {
  /** How many exchanges are under way. */
  readonly inFlight: number;
  /**
   * Takes no new requests, which are answered with 503 from now on, and waits for those under way.
   *
   * After `graceMs` (default 10,000) what is left is ended: streams with an error event, other calls with 503.
   */
  close(options?: { graceMs?: number }): Promise<CloseResult>;
}

/**
 * The whole OpenAI surface as a router, for any prefix: `app.use('/v1', colloquyRouter({ client }))`.
 *
 * It works before and after `express.json()`, with `compression()`, on Express 4 and 5. Throws `configuration` naming the
 * option that cannot be used.
 */
export function colloquyRouter(options: ColloquyRouterOptions): ColloquyRouter {
  const handler = apiHandler<Request>(options);
  const countsAddresses = options.limits !== undefined && options.authenticate === undefined;
  // Nothing is left for `next`: every request below the prefix is answered here.
  const router = (request: Request, response: Response, _next: NextFunction): void => {
    if (countsAddresses) warnOfProxy(request);
    void handler(request, response);
  };
  Object.defineProperty(router, 'inFlight', { get: () => handler.inFlight });
  return Object.assign(router, { close: handler.close }) as unknown as ColloquyRouter;
}

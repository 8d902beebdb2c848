import { refusal } from '@colloquy/gateway';
import type { RequestHandler } from 'express';

/**
 * Leads a request on to the provider it names, in its body or its query: `/chat` becomes `/offline/chat`.
 *
 * So every stack's routes are written for one client. Without a name it is the first; an unknown one is a 400.
 */
export function chooseProvider(ids: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const asked = (request.body as { provider?: unknown } | undefined)?.provider ?? request.query['provider'] ?? ids[0];
    if (typeof asked !== 'string' || !ids.includes(asked)) {
      const message = `There is no such provider here; choose one of ${ids.join(', ')}.`;
      next(refusal(400, message, { param: 'provider' }));
      return;
    }
    request.url = `/${asked}${request.url}`;
    next();
  };
}

import type { Client } from '@colloquy/core';
import type { RequestHandler } from 'express';

declare global {
  namespace Express {
    interface Request {
      /** The client that `app.use(colloquy(client))` put here. */
      colloquy: Client;
    }
  }
}

/** Puts a client on every request, as `req.colloquy`. */
export function colloquy(client: Client): RequestHandler {
  return (request, _response, next) => {
    request.colloquy = client;
    next();
  };
}

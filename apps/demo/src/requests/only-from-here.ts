import { refusal } from '@colloquy/gateway';
import type { RequestHandler } from 'express';

const HERE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses what a page of another site asks for, and what reaches this machine under another name.
 *
 * The server may hold keys of real services, and every page that a browser on this machine opens can send it requests.
 */
export const onlyFromHere: RequestHandler = ({ headers, hostname }, _response, next) => {
  const isElsewhere = headers['sec-fetch-site'] === 'cross-site' || !HERE.has(hostname);
  next(
    isElsewhere
      ? refusal(403, 'This server answers only the page it serves, and programs on this machine.')
      : undefined,
  );
};

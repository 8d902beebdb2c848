import { createHash, timingSafeEqual } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import { bearerToken, sendError, unauthorized } from '@colloquy/gateway';
import type { RequestHandler } from 'express';

/** Which keys are let in: a list, or a function that knows. */
export interface RequireKeyOptions {
  /** The keys, or a function that knows them; where it throws, the request is answered with 500. */
  keys: readonly string[] | ((key: string) => boolean | Promise<boolean>);
}

/**
 * Lets requests pass that carry one of the keys as `Authorization: Bearer`; others are answered with 401.
 *
 * Listed keys are compared in constant time. Throws `configuration` for a list that is empty or holds an empty key.
 */
export function requireKey({ keys }: RequireKeyOptions): RequestHandler {
  const isKnown = typeof keys === 'function' ? keys : among(keys);
  return (request, response, next) => {
    const key = bearerToken(request);
    const pass = (known: boolean) => {
      if (known) next();
      else sendError(response, unauthorized(), { 'www-authenticate': 'Bearer' });
    };
    if (key === undefined) pass(false);
    else
      Promise.resolve(key)
        .then(isKnown)
        .then(pass, (error: unknown) => sendError(response, error));
  };
}

function among(keys: readonly string[]): (key: string) => boolean {
  if (keys.length === 0 || keys.some((key) => typeof key !== 'string' || key === '')) {
    throw new ColloquyError('configuration', '`keys` has to list at least one key, and none may be empty', {
      param: 'keys',
    });
  }
  const digests = keys.map(digest);
  // Every key is compared, so that the time taken does not tell which one was close.
  return (key) => digests.reduce((found, known) => timingSafeEqual(known, digest(key)) || found, false);
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

import { createHash } from 'node:crypto';
import { bearerToken, isEventAnswer, rateLimitHeaders, sendError, tapAnswer } from '@colloquy/gateway';
import {
  charge,
  createLimiter,
  estimateTokens,
  type Hold,
  LimitExceededError,
  type LimitStore,
  type Limits,
  memoryStore,
  type TokenEstimate,
} from '@colloquy/limits';
import type { Request, RequestHandler } from 'express';
import { warnOfProxy } from './warn-of-proxy.ts';

/** What is limited, and for whom. */
export interface RateLimitOptions {
  /** What each key may use. */
  limits: Limits;
  /** Where it is counted: one store for all processes that share the limits. @default in memory, for this process */
  store?: LimitStore;
  /** Whose use a request is. @default its bearer token's, or else its address's */
  key?: (request: Request) => string;
  /** The tokens a request may cost. @default by its parsed body: a token for every four bytes, and the most it may generate */
  estimate?: (request: Request) => number;
}

/**
 * Limits requests and tokens: reserves an estimate before the handler, and settles it with the usage in the answer.
 *
 * It reads the usage from what passes, JSON or events; an answer that tells none is charged for what was delivered, and an
 * error for nothing. What is left is in the headers of every answer; a request that does not fit is answered with 429.
 */
export function rateLimit(options: RateLimitOptions): RequestHandler {
  const { limits, store = memoryStore(), key = callerOf } = options;
  const limiter = createLimiter({ store, limits });
  const estimateOf = (request: Request): TokenEstimate => {
    const total = options.estimate?.(request);
    return total === undefined
      ? estimateTokens(request.body, request.method === 'POST')
      : { prompt: 0, output: total, total, least: total };
  };

  return async (request, response, next) => {
    let hold: Hold;
    let estimate: TokenEstimate;
    try {
      estimate = estimateOf(request);
      hold = await limiter.reserve({ key: key(request), tokens: estimate.total });
    } catch (error) {
      sendError(response, error, LimitExceededError.isInstance(error) ? rateLimitHeaders(error.snapshot) : {});
      return;
    }
    for (const [name, value] of Object.entries(rateLimitHeaders(hold.remaining))) response.setHeader(name, value);
    const tap = tapAnswer(response, request.path);
    response.once('close', () => {
      const tokens = response.statusCode >= 400 ? 0 : charge(tap, estimate, isEventAnswer(response));
      // A store that cannot be reached now leaves the reservation charged in full, until it expires.
      hold.settle({ tokens }).catch(() => undefined);
    });
    next();
  };
}

/** A token is counted by its digest, so that it is kept nowhere. */
function callerOf(request: Request): string {
  const token = bearerToken(request);
  if (token === undefined) {
    warnOfProxy(request);
    return `address:${request.ip ?? 'unknown'}`;
  }
  return `token:${createHash('sha256').update(token).digest('base64url')}`;
}

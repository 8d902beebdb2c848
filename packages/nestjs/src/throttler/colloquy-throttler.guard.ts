import { ColloquyError } from '@colloquy/core';
import { rateLimitHeaders } from '@colloquy/gateway';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import { rawResponseOf } from '../request/raw-exchange.ts';
import { ColloquyThrottlerStorage } from './colloquy-throttler.storage.ts';
import { tokenHoldsOf } from './token-holds.ts';

type ThrottlerRequest = Parameters<ThrottlerGuard['handleRequest']>[0];
type LimitDetail = Parameters<ThrottlerGuard['throwThrottlingException']>[1];

/**
 * `ThrottlerGuard` with limits in tokens: what a request may cost is reserved before its handler runs, and settled with
 * what the service says it cost, which `ColloquyThrottlerInterceptor` counts.
 *
 * Works with `@Throttle` and `@SkipThrottle`. Refusals carry the standard `Retry-After`, whatever the throttler's name;
 * answers tell of tokens in OpenAI's `x-ratelimit-*` and IETF's `RateLimit`.
 */
@Injectable()
export class ColloquyThrottlerGuard extends ThrottlerGuard {
  /** Reserves for a throttler that counts tokens; any other goes the way of `ThrottlerGuard`. */
  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { context, throttler, limit, ttl } = request;
    const name = throttler.name ?? 'default';
    const storage = this.#storage();
    if (!storage.countsTokens(name)) return super.handleRequest(request);
    const { req, res } = this.getRequestResponse(context);
    const tracker = await request.getTracker(req, context);
    const key = request.generateKey(context, tracker, name);
    const verdict = await storage.reserve(key, ttl, limit, name, req['body']);
    const left = 'hold' in verdict ? verdict.hold.remaining : verdict.refused.snapshot;
    for (const [header, value] of Object.entries(rateLimitHeaders(left))) this.setResponseHeader(res, header, value);
    if ('hold' in verdict) {
      tokenHoldsOf(rawResponseOf(context)).add(verdict.hold, verdict.estimate);
      return true;
    }
    const wait = Math.ceil((verdict.refused.retryAfterMs ?? ttl) / 1000);
    const facts = { totalHits: limit + 1, timeToExpire: wait, isBlocked: true, timeToBlockExpire: wait };
    await this.throwThrottlingException(context, { limit, ttl, key, tracker, ...facts });
    return false;
  }

  /** Refuses with the standard `Retry-After`, in seconds. */
  protected override async throwThrottlingException(context: ExecutionContext, detail: LimitDetail): Promise<void> {
    const { res } = this.getRequestResponse(context);
    this.setResponseHeader(res, 'Retry-After', detail.timeToBlockExpire);
    await super.throwThrottlingException(context, detail);
  }

  #storage(): ColloquyThrottlerStorage {
    if (this.storageService instanceof ColloquyThrottlerStorage) return this.storageService;
    throw new ColloquyError(
      'configuration',
      'ColloquyThrottlerGuard needs `ThrottlerModule.forRoot({ storage: new ColloquyThrottlerStorage(), … })`',
      { param: 'storage' },
    );
  }
}

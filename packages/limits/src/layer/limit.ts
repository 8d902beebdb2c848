import { ColloquyError, type Transport, type WireReply, type WireRequest } from '@colloquy/core';
import type { Hold } from '../hold.ts';
import { LimitExceededError } from '../limit-exceeded-error.ts';
import type { Limiter } from '../limiter.ts';
import { charge } from '../usage/charge.ts';
import { estimateRequest } from '../usage/estimate-request.ts';
import { tapBody } from '../usage/tap-body.ts';
import { DEFAULT_MAX_OUTPUT_TOKENS, type TokenEstimate } from '../usage/token-estimate.ts';
import { UsageTap } from '../usage/usage-tap.ts';
import { aborted, TurnQueue } from './turn-queue.ts';

/** How a transport is limited. */
export interface LimitOptions {
  /** What admits the requests; it may serve several transports. */
  limiter: Limiter;
  /** What the limits are counted for, such as a project. */
  key: string;
  /**
   * Whether a call that does not fit waits, first come first served, or throws. A spent day and a request larger than
   * the whole limit always throw, and so does a wait that would outlast `timeout.total`. @default 'throw'
   */
  whenExceeded?: 'wait' | 'throw';
  /** What an answer is taken to need where a request names no bound, in tokens. @default 1024 */
  defaultMaxTokens?: number;
}

/**
 * The same transport, within limits.
 *
 * Every request counts as one; its tokens are reserved on an estimate (a token for every four bytes of the prompt, and
 * the most that may be generated) and settled with the usage in the answer. An answer without usage, and a stream
 * that broke or was left, is settled with what was delivered; a request that failed before any token costs none.
 */
export function limit(transport: Transport, options: LimitOptions): Transport {
  const { limiter, key, whenExceeded = 'throw', defaultMaxTokens = DEFAULT_MAX_OUTPUT_TOKENS } = options;
  if (whenExceeded !== 'wait' && whenExceeded !== 'throw') {
    throw new ColloquyError('configuration', "whenExceeded has to be 'wait' or 'throw'.", { param: 'whenExceeded' });
  }
  const queue = new TurnQueue();

  const admit = (request: WireRequest, estimate: TokenEstimate): Promise<Hold> => {
    const reserve = (): Promise<Hold> => limiter.reserve({ key, tokens: estimate.total, atLeast: estimate.least });
    if (whenExceeded === 'throw') return reserve();
    const deadline = request.timeout?.total ? Date.now() + request.timeout.total : Infinity;
    const patiently = async (): Promise<Hold> => {
      for (;;) {
        if (request.signal?.aborted) throw aborted(request.signal);
        try {
          return await reserve();
        } catch (error) {
          if (!LimitExceededError.isInstance(error) || !error.retryable) throw error;
          const waitMs = error.retryAfterMs as number;
          if (Date.now() + waitMs > deadline) throw error;
          await freedOrLater(limiter, waitMs, request.signal);
        }
      }
    };
    return queue.isBusy
      ? queue.run(patiently, request.signal)
      : firstTry(reserve, () => queue.run(patiently, request.signal));
  };

  return async (request) => {
    const estimate = estimateRequest(request, defaultMaxTokens);
    const hold = await admit(request, estimate);
    let reply: WireReply;
    try {
      reply = await transport(request);
    } catch (error) {
      await settleQuietly(
        ColloquyError.isInstance(error) && error.code === 'connection' ? hold.release() : hold.settle({ tokens: 0 }),
      );
      throw error;
    }
    const countedAt = Date.now();
    if (reply.status >= 400) {
      await settleQuietly(hold.settle({ tokens: 0, countedAt }));
      return reply;
    }
    const tap = new UsageTap(request.path);
    const isStream = !(reply.body instanceof Uint8Array) && !/json/.test(reply.headers['content-type'] ?? '');
    const whole = reply.body instanceof Uint8Array ? reply.body : undefined;
    const body = await tapBody(reply.body, tap, (ending) => {
      const tokens =
        ending === 'failed' && tap.pieces === 0 && tap.usage === undefined ? 0 : charge(tap, estimate, isStream, whole);
      return settleQuietly(hold.settle({ tokens, countedAt }));
    });
    return { ...reply, body };
  };
}

async function firstTry(reserve: () => Promise<Hold>, otherwise: () => Promise<Hold>): Promise<Hold> {
  try {
    return await reserve();
  } catch (error) {
    if (!LimitExceededError.isInstance(error) || !error.retryable) throw error;
    return otherwise();
  }
}

/** A store that fails now must not spoil an answer that is there: the hold stays charged in full. */
async function settleQuietly(settling: Promise<void>): Promise<void> {
  try {
    await settling;
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
  }
}

/** Resolves when something was settled here or the time has passed; rejects with `aborted` when the signal fires. */
function freedOrLater(limiter: Limiter, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => (): void => {
      clearTimeout(timer);
      stopListening();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = end(() => reject(aborted(signal)));
    const timer = setTimeout(end(resolve), waitMs);
    const stopListening = limiter.onFreed(end(resolve));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

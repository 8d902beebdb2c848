import { ColloquyError } from '../errors/index.ts';
import type { TransportLayer } from '../wire/index.ts';
import { abortedError, shorter } from './deadline.ts';

/**
 * Bounds the wait for a reply by `timeout` and by the caller's signal, for transports that may not do so themselves.
 *
 * The transport is told through the signal that nobody waits any more; whether it listens or not, the caller goes on.
 */
export const boundWait: TransportLayer = (next) => (request) => {
  const { signal, timeout } = request;
  const waitMs = shorter(timeout?.firstByte ?? 0, timeout?.total ?? 0);
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (error: ColloquyError) => {
      controller.abort(signal?.reason);
      reject(error);
    };
    const onAbort = () => giveUp(abortedError(signal));
    const onTimer = () => giveUp(new ColloquyError('timeout', `no answer within ${waitMs} ms`));
    const timer = waitMs > 0 ? setTimeout(onTimer, waitMs) : undefined;
    if (signal?.aborted) return onAbort();
    // It stays while the reply is read: a body on its way ends with the call.
    signal?.addEventListener('abort', onAbort, { once: true });
    next({ ...request, signal: controller.signal })
      .then(
        (reply) => {
          if (reply.body instanceof Uint8Array) signal?.removeEventListener('abort', onAbort);
          resolve(reply);
        },
        (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      )
      .finally(() => clearTimeout(timer));
  });
};

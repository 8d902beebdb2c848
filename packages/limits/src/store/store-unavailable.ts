import { ApiError } from '@colloquy/core';

/** How soon to ask again when the store cannot be reached, in milliseconds. */
const RETRY_AFTER_MS = 1_000;

/** The error of a store that cannot be reached: `server` with status 503. Nothing is admitted unseen. */
export function storeUnavailable(store: string, cause: unknown): ApiError {
  return new ApiError('server', `The limits cannot be checked: ${store} does not answer. Please try again.`, {
    status: 503,
    type: 'service_unavailable_error',
    apiCode: 'limit_store_unavailable',
    retryAfterMs: RETRY_AFTER_MS,
    retryable: true,
    // The cause's message may hold a path or an address with a password; its code says enough.
    cause: new Error(
      typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unreachable',
    ),
  });
}

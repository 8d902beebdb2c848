import type { ApiError, WireReply } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';

/** How long a reply is kept for a request that is sent again, in milliseconds. */
export const KEPT_MS = 10 * 60_000;

/** A reply, and whether it was given before. */
export interface IdempotentReply {
  readonly reply: WireReply;
  readonly isReplay: boolean;
}

/** The refusal of a key that came with another request before. */
export function keyReused(): ApiError {
  return refusal(422, 'This Idempotency-Key was used for another request. Use a new key for a new request.', {
    param: 'idempotency-key',
    apiCode: 'idempotency_key_reused',
  });
}

/**
 * Requests and tokens per minute, tokens per day: reserve before a call, settle after it.
 *
 * @module @colloquy/limits
 */

export type { Hold, Settlement } from './hold.ts';
export { type LimitOptions, limit } from './layer/limit.ts';
export { LimitExceededError } from './limit-exceeded-error.ts';
export {
  createLimiter,
  DEFAULT_HOLD_TTL_MS,
  type Limiter,
  type LimiterOptions,
  type Reservation,
  type ReservationAmount,
  type ReservationKey,
} from './limiter.ts';
export type { Limits } from './limits.ts';
export type { LimitSnapshot, Remaining } from './snapshot.ts';
export type { Dimension } from './store/admission.ts';
export type {
  LimitLine,
  LimitStore,
  LineReading,
  StoreReservation,
  StoreSettlement,
  StoreVerdict,
} from './store/limit-store.ts';
export { memoryStore } from './store/memory-store.ts';
export { type BatchParts, divide } from './usage/batch-text.ts';
export { charge } from './usage/charge.ts';
export { costsTokens, estimateRequest } from './usage/estimate-request.ts';
export { type BodyEnding, tapBody } from './usage/tap-body.ts';
export { DEFAULT_MAX_OUTPUT_TOKENS, estimateTokens, type TokenEstimate } from './usage/token-estimate.ts';
export { holdsUsage, readUsage, type TokenUsage, usageOf } from './usage/token-usage.ts';
export { UsageTap } from './usage/usage-tap.ts';

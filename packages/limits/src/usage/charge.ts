import type { TokenEstimate } from './token-estimate.ts';
import type { UsageTap } from './usage-tap.ts';

/**
 * What an answer cost, in tokens: what the service reported, or else the estimated prompt and what was delivered.
 *
 * A reported 0 stays 0. Delivered means a token for each piece of a stream, or one for every four bytes of JSON.
 */
export function charge(tap: UsageTap, estimate: TokenEstimate, isStream: boolean): number {
  if (tap.usage !== undefined) return tap.usage.totalTokens;
  if (estimate.output === 0) return estimate.prompt;
  return estimate.prompt + (isStream ? tap.pieces : Math.ceil(tap.bytes / 4));
}

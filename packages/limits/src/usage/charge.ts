import { answerTokens } from './answer-tokens.ts';
import type { TokenEstimate } from './token-estimate.ts';
import type { UsageTap } from './usage-tap.ts';

/**
 * What an answer cost, in tokens: what the service reported, or else the estimated prompt and what was delivered.
 *
 * A reported 0 stays 0. Delivered means a token for each piece of a stream, or one for every four bytes of the text
 * in a JSON answer (of the answer itself, where `body` is not at hand).
 */
export function charge(tap: UsageTap, estimate: TokenEstimate, isStream: boolean, body?: Uint8Array): number {
  if (tap.usage !== undefined) return tap.usage.totalTokens;
  if (estimate.output === 0) return estimate.prompt;
  if (isStream) return estimate.prompt + tap.pieces;
  return estimate.prompt + (body === undefined ? Math.ceil(tap.bytes / 4) : answerTokens(body));
}

import { ColloquyError } from '@colloquy/core';
import type { Limits } from '@colloquy/limits';

/** OpenAI's tiers of early 2023, as the tutorials of that time print them; `none` has no limits per minute. */
export const TIERS = {
  'free-trial': { requestsPerMinute: 20, tokensPerMinute: 40_000 },
  'payg-48h': { requestsPerMinute: 60, tokensPerMinute: 60_000 },
  payg: { requestsPerMinute: 3_500, tokensPerMinute: 90_000 },
  none: {},
} as const satisfies Record<string, Limits>;

/** The name of a tier. */
export type Tier = keyof typeof TIERS;

/** A tier by its name; throws `configuration` for any other. */
export function readTier(tier: string): Tier {
  if (Object.hasOwn(TIERS, tier)) return tier as Tier;
  const names = Object.keys(TIERS).join(', ');
  throw new ColloquyError('configuration', `There is no tier '${tier}'; choose one of ${names}.`, { param: 'tier' });
}

/** GPT@JRC's allowance, as its manual prints it: `200.000`, with the European point. */
export const TOKENS_PER_DAY = 200_000;

import { ColloquyError } from '@colloquy/core';

/** What one key may use; a limit left out is not enforced. */
export interface Limits {
  /** Requests admitted in any 60 seconds. */
  requestsPerMinute?: number;
  /** Tokens admitted in any 60 seconds, estimates of running requests included. */
  tokensPerMinute?: number;
  /** Tokens in one UTC day; a request belongs to the day on which it was admitted. */
  tokensPerDay?: number;
  /** Requests running at the same time. */
  concurrent?: number;
}

/** The names of the limits, in the order in which they are read and reported. */
const LIMIT_NAMES = ['requestsPerMinute', 'tokensPerMinute', 'tokensPerDay', 'concurrent'] as const;

/** Reads limits into a new frozen object; throws `configuration` naming the field that is not a positive integer. */
export function readLimits(limits: unknown, where = 'limits'): Readonly<Limits> {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) {
    throw new ColloquyError('configuration', `${where} has to be an object of limits.`, { param: where });
  }
  const read: Limits = {};
  for (const [name, value] of Object.entries(limits)) {
    if (!(LIMIT_NAMES as readonly string[]).includes(name)) {
      throw new ColloquyError('configuration', `${where}.${name} is no limit; there are ${LIMIT_NAMES.join(', ')}.`, {
        param: `${where}.${name}`,
      });
    }
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || (value as number) < 1) {
      throw new ColloquyError(
        'configuration',
        `${where}.${name} has to be a positive whole number; leave it out for no limit.`,
        { param: `${where}.${name}` },
      );
    }
    read[name as keyof Limits] = value as number;
  }
  return Object.freeze(read);
}

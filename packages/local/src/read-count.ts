import { ColloquyError } from '@colloquy/core';

/** An option that has to be a positive whole number; throws `configuration` naming it. */
export function readCount(value: unknown, param: string): number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number;
  throw new ColloquyError('configuration', `${param} has to be a positive whole number.`, { param });
}

import { ColloquyError } from '@colloquy/core';

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/**
 * Bytes of a size such as `10mb`, `512 KB` or a plain number of bytes, in units of 1,024 as Express counts them.
 *
 * Throws `configuration` naming the option for anything else, and for sizes below 1.
 */
export function byteSize(size: string | number, option: string): number {
  const [, amount, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i.exec(String(size).trim()) ?? [];
  const bytes = Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] as number));
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes;
  throw new ColloquyError('configuration', `\`${option}\` has to be a number of bytes, or a size such as "10mb"`, {
    param: option,
  });
}

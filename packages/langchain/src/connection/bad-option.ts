import { ColloquyError } from '@colloquy/core';

/** A `configuration` error that names the option. */
export function badOption(param: string, problem: string): ColloquyError {
  return new ColloquyError('configuration', `\`${param}\` ${problem}`, { param });
}

/** Refuses options that do not exist: one that is silently dropped, such as a misspelt `baseURL`, sends calls elsewhere. */
export function refuseUnknown(fields: object, known: ReadonlySet<string>, className: string): void {
  const stranger = Object.keys(fields).find(
    (key) => !known.has(key) && (fields as Record<string, unknown>)[key] !== undefined,
  );
  if (stranger === undefined) return;
  const meant = [...known].find((key) => key.toLowerCase() === stranger.toLowerCase().replaceAll('_', ''));
  const advice = meant === undefined ? 'request parameters without an option go into `extraBody`' : `use \`${meant}\``;
  throw badOption(stranger, `is not an option of ${className}; ${advice}`);
}

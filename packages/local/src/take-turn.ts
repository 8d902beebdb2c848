import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a later turn of the event loop, for one caller per turn.
 *
 * Work of a few milliseconds that steps aside by itself still blocks when a hundred of its kind resume together.
 */
export function takeTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}

import { ColloquyError } from '../errors/index.ts';

/** How long to wait for the next piece of a body, in milliseconds, and until when at the latest. */
export interface Patience {
  /** Milliseconds between two pieces of progress; 0 waits for ever. */
  readonly idle: number;
  /** A moment of `performance.now()`; `Infinity` where there is none. */
  readonly until: number;
}

/**
 * An iterator that gives up, with `timeout`, when nothing that counts as progress comes in time.
 *
 * The clock runs only while somebody waits: a slow reader is not the service's fault. `isProgress` says what counts;
 * what does not is handed on, but its arrival wins no time.
 */
export function watch<T>(
  inner: AsyncIterator<T>,
  patience: () => Patience,
  isProgress: (value: T) => boolean = () => true,
): AsyncIterator<T> {
  // What is left of the wait, carried over pieces that were no progress.
  let spent = 0;

  return {
    next: () =>
      new Promise((resolve, reject) => {
        const { idle, until } = patience();
        const began = performance.now();
        const wait = Math.min(idle > 0 ? idle - spent : Number.POSITIVE_INFINITY, until - began);
        let over = false;
        const timer = Number.isFinite(wait) ? setTimeout(giveUp, Math.max(0, wait)) : undefined;
        function giveUp() {
          over = true;
          void Promise.resolve(inner.return?.()).catch(() => undefined);
          const idled = idle > 0 && performance.now() < until;
          reject(
            idled
              ? new ColloquyError('timeout', `nothing came for ${idle} ms`, { param: 'timeout.idle' })
              : new ColloquyError('timeout', 'the time given for an answer is over', { param: 'timeout' }),
          );
        }
        inner.next().then(
          (result) => {
            clearTimeout(timer);
            if (over) return;
            spent = result.done || isProgress(result.value) ? 0 : spent + (performance.now() - began);
            resolve(result);
          },
          (error) => {
            clearTimeout(timer);
            if (!over) reject(error);
          },
        );
      }),
    return: async () => {
      await inner.return?.();
      return { value: undefined, done: true };
    },
  };
}

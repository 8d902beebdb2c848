import { readFileSync } from 'node:fs';

/**
 * The milliseconds that a thread was ready to run and had no core, since it began: what other processes cost it.
 *
 * @param task the thread's id, or a process's for its main thread; Linux only, elsewhere always 0
 */
export function waitedForCore(task: number | 'thread-self'): number {
  try {
    return Number(readFileSync(`/proc/${task}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

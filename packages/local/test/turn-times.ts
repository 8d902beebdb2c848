import { setTimeout } from 'node:timers/promises';
import { waitedForCore } from './waited-for-core.ts';

/**
 * The milliseconds between the turns that a timer of 1 ms gets in this thread's event loop while `work` goes on.
 *
 * What the thread waits for a core is left out, so that other processes do not count; what it waits for a disk is not.
 */
export async function turnTimes(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let running = true;
  let started = performance.now();
  let waited = waitedForCore('thread-self');
  const measured = (async () => {
    while (running) {
      await setTimeout(1);
      const now = performance.now();
      const waitedNow = waitedForCore('thread-self');
      times.push(Math.max(0, now - started - (waitedNow - waited)));
      started = now;
      waited = waitedNow;
    }
  })();
  try {
    await work();
  } finally {
    running = false;
    await measured;
  }
  return times;
}

/** How long something that comes at any time has to wait for its turn, in milliseconds: 99 of 100 wait no longer. */
export function p99Delay(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => b - a);
  const total = sorted.reduce((sum, time) => sum + time, 0);
  // In a turn of t ms the last d ms are those whose wait is at most d; the rest of all turns may be a hundredth.
  let sum = 0;
  for (const [at, time] of sorted.entries()) {
    sum += time;
    const next = sorted[at + 1] ?? 0;
    const delay = (sum - total / 100) / (at + 1);
    if (delay >= next) return Math.max(0, delay);
  }
  return 0;
}

import { setTimeout } from 'node:timers/promises';

/** Resident memory of this process in bytes, once all garbage is collected and its pages are given back. */
export async function settledMemory(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  // Finalisers run between collections, and free what the next one then finds.
  for (let turn = 0; turn < 4; turn += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await setTimeout(25);
    least = Math.min(least, process.memoryUsage.rss());
  }
  return least;
}

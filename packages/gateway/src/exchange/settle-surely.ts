import type { Hold } from '@colloquy/limits';

/** Pauses between attempts to reach a store that fails, in milliseconds. */
const PAUSES_MS = [100, 500, 2_000, 5_000, 15_000];

/**
 * Settles a hold, and tries again in the background where the store fails.
 *
 * It never rejects: an answer that is there must not be lost for the books. What cannot be settled stays charged in
 * full.
 */
export async function settleSurely(hold: Hold, tokens: number): Promise<void> {
  try {
    await hold.settle({ tokens });
  } catch {
    void later(hold, tokens);
  }
}

async function later(hold: Hold, tokens: number): Promise<void> {
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
    try {
      await hold.settle({ tokens });
      return;
    } catch {
      // The next attempt comes later.
    }
  }
}

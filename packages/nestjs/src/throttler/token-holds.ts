import type { ServerResponse } from 'node:http';
import { type Hold, readUsage } from '@colloquy/limits';

/** What was reserved for one request, to be settled when its answer is over. */
export class TokenHolds {
  readonly #holds: Hold[] = [];
  #used: number | undefined;

  constructor(response: ServerResponse) {
    response.once('close', () => void this.#settle(response).catch(() => undefined));
  }

  add(hold: Hold): void {
    this.#holds.push(hold);
  }

  /** Adds what a service said that a call has used. */
  count(usage: unknown): void {
    const read = readUsage(usage);
    if (read !== undefined) this.#used = (this.#used ?? 0) + read.totalTokens;
  }

  async #settle(response: ServerResponse): Promise<void> {
    const used = this.#used;
    for (const hold of this.#holds) {
      if (used !== undefined) await hold.settle({ tokens: used });
      // A failure cost nothing; an answer that did not say what it cost may have cost all of it.
      else if (response.statusCode >= 400) await hold.release();
      else await hold.settle({ tokens: hold.tokens });
    }
  }
}

const holds = new WeakMap<ServerResponse, TokenHolds>();

/** What was reserved for the request that this answers. */
export function tokenHoldsOf(response: ServerResponse): TokenHolds {
  let known = holds.get(response);
  if (known === undefined) {
    known = new TokenHolds(response);
    holds.set(response, known);
  }
  return known;
}

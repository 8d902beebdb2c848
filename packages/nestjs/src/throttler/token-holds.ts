import type { ServerResponse } from 'node:http';
import { isEventAnswer, tapAnswer } from '@colloquy/gateway';
import { charge, type Hold, readUsage, type TokenEstimate, type UsageTap } from '@colloquy/limits';

/** What was reserved for one request, to be settled when its answer is over. */
export class TokenHolds {
  readonly #reserved: { readonly hold: Hold; readonly estimate: TokenEstimate }[] = [];
  readonly #response: ServerResponse;
  #tap: UsageTap | undefined;
  #used: number | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.once('close', () => void this.#settle(response).catch(() => undefined));
  }

  add(hold: Hold, estimate: TokenEstimate): void {
    this.#tap ??= tapAnswer(this.#response, '/chat/completions');
    this.#reserved.push({ hold, estimate });
  }

  /** Adds what a service said that a call has used. */
  count(usage: unknown): void {
    const read = readUsage(usage);
    if (read !== undefined) this.#used = (this.#used ?? 0) + read.totalTokens;
  }

  async #settle(response: ServerResponse): Promise<void> {
    for (const { hold, estimate } of this.#reserved) {
      if (this.#used !== undefined) await hold.settle({ tokens: this.#used });
      // A failure cost nothing; where nobody said what an answer cost, what was delivered counts.
      else if (response.statusCode >= 400) await hold.release();
      else await hold.settle({ tokens: charge(this.#tap as UsageTap, estimate, isEventAnswer(response)) });
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

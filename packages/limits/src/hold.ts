import { ColloquyError } from '@colloquy/core';
import type { LimitSnapshot } from './snapshot.ts';
import type { StoreSettlement } from './store/limit-store.ts';

/** What a reservation is settled with. */
export interface Settlement {
  /** The tokens really used; more than was reserved is recorded as it is. */
  tokens: number;
  /**
   * When the service had the request at the latest, in milliseconds since 1970. The minute's window then counts the
   * request from there, so that a service with the same limit never sees more in one of its own minutes.
   * @default the time of the reservation
   */
  countedAt?: number;
}

/** A reservation that was admitted: settle it with what was used, or release it. */
export interface Hold {
  readonly id: string;
  /** The tokens reserved, and already charged. */
  readonly tokens: number;
  /** What was left right after the reservation. */
  readonly remaining: LimitSnapshot;
  /** Whether it was settled or released. */
  readonly ended: boolean;
  /** Corrects the charge to what was used, once; later calls change nothing. Throws `invalid_request` for a bad number. */
  settle(settlement: Settlement): Promise<void>;
  /** Gives everything back, the request included, unless it was settled; for a request that was never sent. */
  release(): Promise<void>;
}

type Ending = Pick<StoreSettlement, 'tokens' | 'countedAt'>;

/** The hold of an admitted reservation; `end` writes its end to the store. */
export class OpenHold implements Hold {
  readonly id: string;
  readonly tokens: number;
  readonly remaining: LimitSnapshot;
  readonly #end: (ending: Ending) => Promise<void>;
  #ending: Promise<void> | undefined;

  constructor(
    { id, tokens }: Pick<StoreSettlement['reservation'], 'id' | 'tokens'>,
    remaining: LimitSnapshot,
    end: (ending: Ending) => Promise<void>,
  ) {
    this.id = id;
    this.tokens = tokens;
    this.remaining = remaining;
    this.#end = end;
  }

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  async settle({ tokens, countedAt }: Settlement): Promise<void> {
    if (!isTokenCount(tokens)) {
      throw new ColloquyError('invalid_request', 'tokens has to be a whole number of at least 0.', {
        param: 'tokens',
      });
    }
    await this.#once({ tokens, countedAt });
  }

  async release(): Promise<void> {
    await this.#once({});
  }

  #once(ending: Ending): Promise<void> {
    this.#ending ??= this.#attempt(ending);
    return this.#ending;
  }

  async #attempt(ending: Ending): Promise<void> {
    try {
      await this.#end(ending);
    } catch (error) {
      // A store that could not be reached leaves the hold open, so that the caller can settle it again.
      this.#ending = undefined;
      throw error;
    }
  }
}

/** Whether a value can count tokens: a whole number of at least 0. */
export function isTokenCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

import { randomBytes } from 'node:crypto';
import { ColloquyError } from '@colloquy/core';
import { type Hold, isTokenCount, OpenHold } from './hold.ts';
import { LimitExceededError } from './limit-exceeded-error.ts';
import { type Limits, readLimits } from './limits.ts';
import { type LimitSnapshot, snapshot } from './snapshot.ts';
import { refusals } from './store/admission.ts';
import type { LimitLine, LimitStore, LineReading, StoreReservation } from './store/limit-store.ts';

/** How long a reservation may stay unsettled before its holder counts as dead, in milliseconds. */
export const DEFAULT_HOLD_TTL_MS = 15 * 60_000;

const MAX_ATTEMPTS = 4;

/** What a limiter is made of. */
export interface LimiterOptions {
  /** Where it counts: `memoryStore()`, `sqliteStore(path)` or `redisStore(url)`. */
  store: LimitStore;
  /** What every key may use, unless a reservation names its own. @default {} */
  limits?: Limits;
  /** Milliseconds since 1970. @default the clock that all users of the store share */
  clock?: () => number;
  /**
   * How long a reservation may stay unsettled, in milliseconds; afterwards its place among the running requests is
   * free again and its tokens stay charged in full. Longer than the longest answer. @default 900000 (15 minutes)
   */
  holdTtlMs?: number;
}

/** One key of a reservation. */
export interface ReservationKey {
  key: string;
  /** @default the limiter's */
  limits?: Limits;
}

/** How much to reserve. */
export interface ReservationAmount {
  /** The tokens the request may use at most: prompt and answer. */
  tokens: number;
  /**
   * The fewest tokens still worth having, for a request that names no bound: where `tokens` do not fit, what is left is
   * reserved. @default tokens
   */
  atLeast?: number;
  /**
   * What the keys belong to, such as a project: a key is counted within its group, and on a Redis Cluster a group lives
   * on one node. @default the first key
   */
  group?: string;
}

/** What to reserve: for one key, or for several at once, all or none. */
export type Reservation = ReservationAmount & (ReservationKey | { keys: readonly ReservationKey[] });

/** Admits requests within limits: reserve on an estimate, then settle with what was used. */
export interface Limiter {
  /**
   * Charges one request and its tokens, or nothing at all.
   *
   * Throws `LimitExceededError` (`rate_limit` or `quota`) where a limit stands in the way, `invalid_request` for a bad
   * number or key, and `server` with status 503 where the store cannot be reached.
   */
  reserve(reservation: Reservation): Promise<Hold>;
  /** What is left, without using anything. */
  peek(key: string | readonly ReservationKey[], group?: string): Promise<LimitSnapshot>;
  /** Calls back whenever something is settled or released here; returns how to stop that. */
  onFreed(listener: () => void): () => void;
  /** Closes the store. */
  close(): Promise<void>;
}

/** Makes a limiter; throws `configuration` naming the option at fault. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { store, clock, holdTtlMs = DEFAULT_HOLD_TTL_MS } = options;
  if (typeof store?.reserve !== 'function') {
    throw new ColloquyError('configuration', 'store has to be a limit store, such as memoryStore().', {
      param: 'store',
    });
  }
  if (!Number.isSafeInteger(holdTtlMs) || holdTtlMs < 1) {
    throw new ColloquyError('configuration', 'holdTtlMs has to be a positive whole number of milliseconds.', {
      param: 'holdTtlMs',
    });
  }
  const limits = readLimits(options.limits ?? {});
  const read = lineReader(limits);
  const listeners = new Set<() => void>();
  const time = (): number | undefined => clock?.();

  return {
    async reserve(wanted) {
      const lines = read('keys' in wanted ? wanted.keys : [wanted]);
      const group = wanted.group ?? (lines[0] as LimitLine).key;
      const most = tokenCount(wanted.tokens, 'tokens');
      const least = Math.min(most, tokenCount(wanted.atLeast ?? most, 'atLeast'));
      for (let tokens = most, attempts = 1; ; attempts += 1) {
        const reservation: StoreReservation = { id: newId(), group, lines, tokens, ttlMs: holdTtlMs, now: time() };
        const verdict = await store.reserve(reservation);
        const left = snapshot(lines, verdict.readings);
        if (verdict.admitted) {
          return new OpenHold(reservation, left, async ({ tokens: used, countedAt }) => {
            await store.settle({ reservation, verdict, tokens: used, countedAt, now: time() });
            for (const listener of [...listeners]) listener();
          });
        }
        const fits = Math.min(left.tokens?.remaining ?? tokens, left.day?.remaining ?? tokens);
        // Others may take what is left between two attempts; a few are enough to find out that they do.
        if (fits < tokens && fits >= least && attempts < MAX_ATTEMPTS) {
          tokens = fits;
          continue;
        }
        // Judged by the least it needs: more than the whole limit is no reason never to try again.
        const refused = lines.flatMap((line, at) => refusals(line, verdict.readings[at] as LineReading, tokens));
        throw new LimitExceededError(refused, tokens, left);
      }
    },

    async peek(key, group) {
      const lines = read(typeof key === 'string' ? [{ key }] : key);
      const readings = await store.peek(group ?? (lines[0] as LimitLine).key, lines, time());
      return snapshot(lines, readings);
    },

    onFreed(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close: () => store.close(),
  };
}

function tokenCount(value: unknown, param: string): number {
  if (isTokenCount(value)) return value;
  throw new ColloquyError('invalid_request', `${param} has to be a whole number of at least 0.`, { param });
}

// Twelve bytes are beyond guessing and half the length of a UUID; ids are drawn from a pool, a call each is slow.
const POOL_BYTES = 12 * 128;
let pool = Buffer.alloc(0);
let drawn = POOL_BYTES;

function newId(): string {
  if (drawn >= POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    drawn = 0;
  }
  drawn += 12;
  return pool.toString('base64url', drawn - 12, drawn);
}

function lineReader(defaults: Readonly<Limits>): (keys: readonly ReservationKey[]) => LimitLine[] {
  // Callers pass the same objects again and again; each is read once.
  const known = new WeakMap<object, Readonly<Limits>>();
  const limitsOf = (limits: Limits, where: string): Readonly<Limits> => {
    const own = known.get(limits) ?? readLimits(limits, where);
    known.set(limits, own);
    return own;
  };
  return (keys) => {
    if (!Array.isArray(keys) || keys.length === 0) {
      throw new ColloquyError('invalid_request', 'keys has to name at least one key.', { param: 'keys' });
    }
    if (keys.length > 1 && new Set(keys.map(({ key }) => key)).size < keys.length) {
      throw new ColloquyError('invalid_request', 'keys names the same key twice; a request counts once.', {
        param: 'keys',
      });
    }
    return keys.map(({ key, limits }, at) => {
      if (typeof key !== 'string' || key === '') {
        throw new ColloquyError('invalid_request', 'key has to be a string that is not empty.', { param: 'key' });
      }
      return { key, limits: limits === undefined ? defaults : limitsOf(limits, `keys[${at}].limits`) };
    });
  };
}

import type { Limits } from '../limits.ts';

/** One key and what it may use. */
export interface LimitLine {
  readonly key: string;
  readonly limits: Readonly<Limits>;
}

/** What a store is asked to admit: one request and its tokens on every line, or on none. */
export interface StoreReservation {
  readonly id: string;
  /** Keys of one group are kept together, so that a Redis Cluster can change them in one step. */
  readonly group: string;
  readonly lines: readonly LimitLine[];
  readonly tokens: number;
  readonly ttlMs: number;
  /** Milliseconds since 1970; absent where the store should use the clock that its sharers share. */
  readonly now?: number;
}

/** How one line stands: after the reservation where it was admitted, before it where not. */
export interface LineReading {
  /** Requests in the last minute. */
  readonly requests: number;
  /** Tokens in the last minute. */
  readonly tokens: number;
  /** Milliseconds until one more request fits; 0 where it does. */
  readonly requestsWaitMs: number;
  /** Milliseconds until the asked tokens fit; 0 where they do, -1 where they never will. */
  readonly tokensWaitMs: number;
  /** Milliseconds until the minute's window is empty. */
  readonly windowResetMs: number;
  /** Tokens of the day so far. */
  readonly dayTokens: number;
  /** Milliseconds until the next UTC day. */
  readonly dayResetMs: number;
  /** Requests running now. */
  readonly concurrent: number;
}

/** Whether a reservation was admitted, and how its lines stand. */
export interface StoreVerdict {
  readonly admitted: boolean;
  readonly readings: readonly LineReading[];
  /** Names the state the reservation was written to; another value later means that the state was lost. */
  readonly born: string;
  /** The UTC day, counted from 1970, to which the reservation is charged. */
  readonly day: number;
}

/** What becomes of a reservation. */
export interface StoreSettlement {
  readonly reservation: StoreReservation;
  readonly verdict: StoreVerdict;
  /** What was really used; absent to give everything back, the request included. */
  readonly tokens?: number;
  /** When the service had the request at the latest; the minute's window counts from then. */
  readonly countedAt?: number;
  readonly now?: number;
}

/**
 * Where limits are counted.
 *
 * A reservation is charged in full at once and corrected when it is settled, so whoever dies in between has been
 * charged in full already; its hold only has to expire for its place among the running requests to be free again.
 */
export interface LimitStore {
  /** Charges every line, or none; both are answers, not errors. Rejects where it cannot count. */
  reserve(reservation: StoreReservation): Promise<StoreVerdict>;
  /** Corrects a reservation; a second settlement of the same one changes nothing. */
  settle(settlement: StoreSettlement): Promise<void>;
  /** How lines stand, without charging them. */
  peek(group: string, lines: readonly LimitLine[], now?: number): Promise<readonly LineReading[]>;
  /** How many reservations are running in a group: not settled, not expired. */
  holds(group: string, now?: number): Promise<number>;
  /** Lets go of files and connections of its own; a second call does nothing. */
  close(): Promise<void>;
}

import type { Principal } from '@colloquy/gateway';

/** One dimension of a limit, as the headers say it. */
export interface RateWindow {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** What a caller has left. */
export interface RateSnapshot {
  readonly requests: RateWindow;
  readonly tokens: RateWindow;
}

/** Tokens reserved for one request; settled once with what was really used. */
export interface Admission {
  /** What was reserved: at most what was asked for. */
  readonly tokens: number;
  settle(tokens: number): Promise<void>;
  /** Gives everything back: nothing was generated. */
  release(): Promise<void>;
}

/** Which limits hold where a request came in. */
export interface MeterScope {
  readonly principal: Principal;
  /** The model asked for; only for the words of a refusal. */
  readonly model: string;
  /** The allowance per project and UTC day, if it has one. */
  readonly tokensPerDay?: number;
}

/** Counts requests and tokens against the limits of the tier and the dialect. */
export interface Meter {
  /** Reserves one request of `tokens`, or what is left down to `atLeast`; a 429 `Refusal` where that does not fit. */
  admit(scope: MeterScope, tokens: number, atLeast: number): Promise<Admission>;
  snapshot(scope: MeterScope): Promise<RateSnapshot>;
}

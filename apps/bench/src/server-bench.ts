/** What a contender serves: an address, and the headers a caller must send. */
export interface Served {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'm', 'text-N' and 'hold', which the mock understands */
  readonly model?: string;
}

/**
 * What a server is given to do:
 * `json`: small answers, 32 at a time; `stream`: streams of 20,000 events, 4 at a time, each event written by itself;
 * `bulk`: the same, written 64 KiB at a time; `first-token`: streams of three events, one after the other; `open`:
 * streams that have begun and stay open.
 */
export type Load = 'json' | 'stream' | 'bulk' | 'first-token' | 'open';

/** Servers that stand between a caller and the mock; measured is their process alone: its CPU time, or for `open` its memory. */
export interface ServerBench {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly load: Load;
  readonly floor: string;
  readonly contenders: Readonly<Record<string, (upstream: string) => Promise<Served>>>;
}

export const EVENTS_A_STREAM = 20_000;

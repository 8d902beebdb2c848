/** What a contender serves: an address, and the headers a caller must send. */
export interface Served {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'm' and 'text-N', which the mock understands */
  readonly model?: string;
}

/** Servers that stand between a caller and the mock; what is measured is the CPU time of their process. */
export interface ServerBench {
  readonly name: string;
  readonly unit: string;
  /** Small JSON answers, 32 at a time, or streams of 2,000 events, 4 at a time. */
  readonly load: 'json' | 'stream';
  readonly floor: string;
  readonly contenders: Readonly<Record<string, (upstream: string) => Promise<Served>>>;
}

export const EVENTS_A_STREAM = 2000;

/** What one round of one contender gave. */
export interface Measurement {
  /** What contenders are compared by, a unit; `Comparison.figure` says in what. */
  readonly cost: number;
  /** Most resident memory of the contender's process until then, in MiB; absent where nothing runs. */
  readonly rss?: number;
  /** Median wait for the first token, in microseconds, where that is measured. */
  readonly wait?: number;
}

/** What is compared, and in what. */
export interface Comparison {
  readonly name: string;
  /** The same in words, for the documents. */
  readonly title: string;
  /** One thing of which the cost is given: a request, an event. */
  readonly unit: string;
  readonly figure: 'CPU µs' | 'CPU ms' | 'KiB' | 'KiB gz';
  /** The contender that the others are divided by. */
  readonly floor: string;
  readonly contenders: readonly string[];
  /** @default as many as the run has */
  readonly rounds?: number;
  /** A command that has to be on the PATH; without it the comparison is left out. */
  readonly needs?: string;
  /** Makes one contender ready, warm, in a process of its own. */
  start(contender: string): Promise<Runner>;
}

/** A contender that is ready: what it does is measured a round at a time, while the others wait. */
export interface Runner {
  round(): Promise<Measurement>;
  end(): Promise<void>;
}

/** How long a contender runs before anything is measured, and in one round. */
export const WARMUP_MS = 1_500;
/** What a server does for one small request it does once; only after tens of thousands is all of it compiled. */
export const JSON_WARMUP_MS = 12_000;
export const ROUND_MS = 300;

/** One contender: prepared once, then run for a number of units. */
export interface Contender {
  /** Loads what it needs, and only that; returns what runs `units` units of work. */
  prepare(url: string): Promise<(units: number) => Promise<{ wait: number } | undefined>>;
}

/** A comparison of libraries, each in a process of its own that talks to the mock. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** Units run together; as many such batches are run as fit into a round, but one at least. */
  readonly units: number;
  readonly floor: string;
  /** Their CPU time, or the memory that each unit holds on to. @default 'CPU µs' */
  readonly figure?: 'CPU µs' | 'KiB';
  /** A command that has to be on the PATH. */
  readonly needs?: string;
  readonly contenders: Readonly<Record<string, Contender>>;
}

export const ASK = [{ role: 'user' as const, content: 'Hello!' }];

/** The middle of some values; of an even number, the upper one of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** Runs `units` calls, `concurrency` of them at a time. */
export async function inParallel(units: number, concurrency: number, call: () => Promise<unknown>): Promise<undefined> {
  let left = units;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    }),
  );
}

/** One contender: prepared once, then run for a number of units. */
export interface Contender {
  /** Returns what runs `units` units of work. */
  prepare(url: string): Promise<(units: number) => Promise<void>>;
}

/** What is compared, and how. */
export interface Bench {
  readonly name: string;
  /** One thing of which the cost is given: a request, an event. */
  readonly unit: string;
  /** Units before measuring, and in one measurement. */
  readonly warmup: number;
  readonly units: number;
  /** The contender that the others are divided by. */
  readonly floor: string;
  /** What is read off: CPU time of the contender's process, or its growth in memory. @default 'cpu' */
  readonly measure?: 'cpu' | 'rss' | 'cpu+rss';
  readonly contenders: Readonly<Record<string, Contender>>;
}

/** What a run of one contender gave. */
export interface Measurement {
  /** CPU microseconds a unit, user and system. */
  readonly cpu: number;
  /** Most resident memory above the start, in KiB a unit. */
  readonly rss: number;
}

export const ASK = [{ role: 'user' as const, content: 'Hello!' }];

/** Runs `units` calls, `concurrency` of them at a time. */
export async function inParallel(units: number, concurrency: number, call: () => Promise<unknown>): Promise<void> {
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

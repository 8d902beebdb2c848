import { LimitExceededError, type Limiter } from '@colloquy/limits';

/** How many rounds one takes part in, and how many reservations run at once in each. */
export interface Part {
  readonly key: string;
  readonly rounds: number;
  readonly parallel: number;
  /** What of a reservation is used: all of it or half of it. */
  readonly use: 'all' | 'half';
}

/** What came of it, in tokens and refusals. */
export interface Outcome {
  settled: number;
  refused: number;
  /** Refusals although as many tokens were left, by what the store itself said in that moment. */
  refusedWrongly: number;
}

/** The tokens of one reservation: 1 to 100. */
export function tokensOf(round: number, index: number): number {
  return 1 + ((round * 31 + index * 17) % 100);
}

/** The tokens of all reservations of a part. */
export function allTokens({ rounds, parallel }: Pick<Part, 'rounds' | 'parallel'>): number {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < parallel; index += 1) sum += tokensOf(round, index);
  }
  return sum;
}

/** Takes part in a race: reserves many times at once, and settles. */
export async function takePart(limiter: Limiter, { key, rounds, parallel, use }: Part): Promise<Outcome> {
  const outcome: Outcome = { settled: 0, refused: 0, refusedWrongly: 0 };
  const once = async (round: number, index: number): Promise<void> => {
    const tokens = tokensOf(round, index);
    try {
      const hold = await limiter.reserve({ key, tokens });
      const used = use === 'all' ? tokens : Math.floor(tokens / 2);
      await hold.settle({ tokens: used });
      outcome.settled += used;
    } catch (error) {
      if (!LimitExceededError.isInstance(error) || error.code !== 'quota') throw error;
      outcome.refused += 1;
      if ((error.snapshot.day?.remaining ?? 0) >= tokens) outcome.refusedWrongly += 1;
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: parallel }, (_, index) => once(round, index)));
  }
  return outcome;
}

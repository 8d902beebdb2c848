// A process of its own that takes part in a race: reserves and settles, or takes holds and never lets go of them.
import { createLimiter, type Hold } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';

const [kind, at, mode, limit, rounds, parallel, holdTtlMs] = process.argv.slice(2) as [
  string,
  string,
  string,
  ...string[],
];
const store = kind === 'sqlite' ? sqliteStore(at) : redisStore(at);
const limiter = createLimiter({ store, limits: { tokensPerDay: Number(limit) }, holdTtlMs: Number(holdTtlMs) });

let settled = 0;
let refused = 0;
let least = Infinity;

async function once(round: number, index: number): Promise<void> {
  const tokens = 1 + ((round * 31 + index * 17) % 100);
  let hold: Hold;
  try {
    hold = await limiter.reserve({ key: 'project', tokens });
  } catch (error) {
    if ((error as { code?: string }).code !== 'quota') throw error;
    refused += 1;
    least = Math.min(least, tokens);
    return;
  }
  if (mode === 'hoard') {
    process.stdout.write(`${tokens}\n`);
    return;
  }
  const used = Math.floor(tokens / 2);
  await hold.settle({ tokens: used });
  settled += used;
}

for (let round = 0; round < Number(rounds); round += 1) {
  await Promise.all(Array.from({ length: Number(parallel) }, (_, index) => once(round, index)));
}
if (mode === 'hoard') setInterval(() => {}, 1_000);
else {
  process.stdout.write(`${JSON.stringify({ settled, refused, least })}\n`);
  await limiter.close();
}

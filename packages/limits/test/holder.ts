// A process of its own that takes part in a race, or takes holds and never lets go of them.
import { createLimiter } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';
import { type Part, takePart, tokensOf } from './take-part.ts';

const { KIND, AT = '', LIMIT, HOLD_TTL_MS, PART, HOARD } = process.env;
const limiter = createLimiter({
  store: KIND === 'sqlite' ? sqliteStore(AT) : redisStore(AT, { timeoutMs: 20_000 }),
  limits: { tokensPerDay: Number(LIMIT) },
  holdTtlMs: Number(HOLD_TTL_MS),
});
const part = JSON.parse(PART ?? '') as Part;

if (HOARD === undefined) {
  process.stdout.write(JSON.stringify(await takePart(limiter, part)));
  await limiter.close();
} else {
  await Promise.all(
    Array.from({ length: part.parallel }, (_, index) => limiter.reserve({ key: part.key, tokens: tokensOf(0, index) })),
  );
  process.stdout.write('hoarded\n');
  setInterval(() => {}, 1_000);
}

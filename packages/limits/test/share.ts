// A process of its own that calls a limited service through a shared store, and tells how its calls were answered.
import type { Transport } from '@colloquy/core';
import { createLimiter, limit } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';

const { SERVICE_URL = '', KIND, AT = '', CALLS, REQUESTS_PER_MINUTE, TOKENS_PER_DAY } = process.env;
const limiter = createLimiter({
  store: KIND === 'sqlite' ? sqliteStore(AT) : redisStore(AT, { timeoutMs: 20_000 }),
  limits: { requestsPerMinute: Number(REQUESTS_PER_MINUTE), tokensPerDay: Number(TOKENS_PER_DAY) },
});
const service: Transport = async ({ body }) => {
  const reply = await fetch(SERVICE_URL, { method: 'POST', body: JSON.stringify(body) });
  return {
    status: reply.status,
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(await reply.arrayBuffer()),
  };
};
const limited = limit(service, { limiter, key: 'project', whenExceeded: 'wait' });

const outcomes: Record<string, number> = {};
await Promise.all(
  Array.from({ length: Number(CALLS) }, async () => {
    const body = { messages: [{ role: 'user', content: 'hello' }], max_tokens: 20 };
    const outcome = await limited({ method: 'POST', path: '/chat/completions', headers: {}, body }).then(
      ({ status }) => `${status}`,
      (error: { code?: string }) => error.code ?? 'unknown',
    );
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }),
);
process.stdout.write(JSON.stringify(outcomes));
await limiter.close();

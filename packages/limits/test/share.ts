// A process of its own that calls a limited service through a shared store, and tells how its calls were answered.
import type { Transport } from '@colloquy/core';
import { createLimiter, limit } from '@colloquy/limits';
import { sqliteStore } from '@colloquy/limits/sqlite';

const [url, path, calls, requestsPerMinute, tokensPerDay] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const limiter = createLimiter({
  store: sqliteStore(path),
  limits: { requestsPerMinute: Number(requestsPerMinute), tokensPerDay: Number(tokensPerDay) },
});
const service: Transport = async ({ body }) => {
  const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return {
    status: reply.status,
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(await reply.arrayBuffer()),
  };
};
const limited = limit(service, { limiter, key: 'project', whenExceeded: 'throw' });

const statuses: Record<string, number> = {};
await Promise.all(
  Array.from({ length: Number(calls) }, async () => {
    const body = { messages: [{ role: 'user', content: 'hello' }], max_tokens: 20 };
    const outcome = await limited({ method: 'POST', path: '/chat/completions', headers: {}, body }).then(
      ({ status }) => `${status}`,
      (error: { code?: string }) => error.code ?? 'unknown',
    );
    statuses[outcome] = (statuses[outcome] ?? 0) + 1;
  }),
);
process.stdout.write(JSON.stringify(statuses));
await limiter.close();

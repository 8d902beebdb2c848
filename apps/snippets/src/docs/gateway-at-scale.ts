import assert from 'node:assert/strict';

// #region replica

import { createServer } from 'node:http';
import { createClient } from '@colloquy/core';
import { jrc, openai } from '@colloquy/core/providers';
import { apiHandler, createGateway, sqliteGatewayStore } from '@colloquy/gateway';
import { redisReplies } from '@colloquy/gateway/redis';
import { redisStore } from '@colloquy/limits/redis';

const redis = process.env.REDIS_URL ?? 'redis://localhost:6379';
const gateway = createGateway({
  upstreams: { jrc: createClient({ provider: jrc }), openai: createClient({ provider: openai }) },
  models: { 'gpt-4o*': ['jrc', 'openai'] },
  limits: { project: { tokensPerDay: 200_000 }, token: { requestsPerMinute: 60, concurrent: 8 } },
  store: { ...sqliteGatewayStore('gateway.db'), limits: redisStore(redis), replies: redisReplies(redis) },
});
const api = apiHandler({ gateway });
const server = createServer((request, response) => {
  if (request.url === '/healthz') response.writeHead(gateway.isClosing ? 503 : 200).end();
  else if (request.url === '/metrics') response.end(gateway.metrics());
  else void api(request, response);
});
server.listen(Number(process.env.PORT ?? 8080));
// #endregion

const { port } = server.address() as { port: number };
const at = (path: string) => `http://127.0.0.1:${port}${path}`;
const { token } = await gateway.tokens.create({ project: 'team-a' });
const answer = await fetch(at('/chat/completions'), {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 20 }),
});
assert.equal(answer.status, 200);
await answer.text();
assert.equal((await fetch(at('/healthz'))).status, 200);
assert.match(await (await fetch(at('/metrics'))).text(), /colloquy_requests_total\{[^}]*status="200"[^}]*\} 1/);

// #region drain
async function drain(): Promise<void> {
  await gateway.close({ graceMs: 30_000 }); // new requests get 503, those under way may end
  await api.close(); // until the last answer is written
  server.close();
}
process.once('SIGTERM', drain);
// #endregion

process.off('SIGTERM', drain);
await drain();
server.closeAllConnections();
assert.equal(gateway.isClosing, true);

import assert from 'node:assert/strict';

// #region gateway

import { createServer } from 'node:http';
import { createClient } from '@colloquy/core';
import { jrc, openai } from '@colloquy/core/providers';
import { apiHandler, createGateway, sqliteGatewayStore } from '@colloquy/gateway';

const gateway = createGateway({
  upstreams: { jrc: createClient({ provider: jrc }), openai: createClient({ provider: openai }) },
  models: { 'gpt-4o*': ['jrc', 'openai'], fast: { upstream: 'openai', model: 'gpt-4o-mini' } },
  limits: { project: { tokensPerDay: 200_000 }, token: { requestsPerMinute: 60, concurrent: 8 } },
  store: sqliteGatewayStore('gateway.db'),
});

const { token } = await gateway.tokens.create({ project: 'team-a', label: 'laptop' }); // shown once
const server = createServer(apiHandler({ gateway })); // or mount it in Express or Nest
server.listen(Number(process.env.PORT ?? 8080));
// #endregion

const { port } = server.address() as { port: number };
const ask = (model: string, authorization: string) =>
  fetch(`http://127.0.0.1:${port}/chat/completions`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 20 }),
  });
for (const model of ['gpt-4o', 'fast']) assert.equal((await ask(model, `Bearer ${token}`)).status, 200);
assert.equal((await ask('fast', 'Bearer clq_unknown')).status, 401);
server.closeAllConnections();
server.close();
await gateway.close();

import assert from 'node:assert/strict';
import { listening } from '../listening.ts';
import { printed } from '../printed.ts';

const output = printed();

// #region gateway

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { colloquyRouter } from '@colloquy/express';
import { createGateway } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import express from 'express';

const upstream = createClient({ provider: openai, transport: createLocal().transport('openai') });
const gateway = createGateway({
  upstreams: { main: upstream },
  models: { '*': 'main' },
  limits: { project: { tokensPerDay: 200_000 } },
});

const app = express();
app.use('/v1', colloquyRouter({ gateway }));

const { token } = await gateway.tokens.create({ project: 'demo' });
console.log(`Authorization: Bearer ${token.slice(0, 4)}…`);
// #endregion

assert.equal(output(), 'Authorization: Bearer clq_…\n');
await using server = await listening(app);
const models = (authorization: string) => fetch(`${server.url}/v1/models`, { headers: { authorization } });
assert.equal((await models(`Bearer ${token}`)).status, 200);
assert.equal((await models('Bearer clq_unknown')).status, 401);
await gateway.close();

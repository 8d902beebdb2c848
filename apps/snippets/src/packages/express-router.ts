import assert from 'node:assert/strict';
import { once } from 'node:events';
import { printed } from '../printed.ts';

const output = printed();

// #region router

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { colloquyRouter } from '@colloquy/express';
import { createLocal } from '@colloquy/local';
import express from 'express';

const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
const router = colloquyRouter({ client });

const app = express();
app.use('/v1', router);

const server = app.listen(0, async () => {
  const { port } = server.address() as { port: number };
  const reply = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }] }),
  });
  console.log(await reply.json());

  // Going down: new requests get 503, open streams may finish within the grace time.
  await router.close({ graceMs: 5_000 });
  server.close();
});
// #endregion

await once(server, 'close');
assert.match(output(), /object: 'chat\.completion'/);

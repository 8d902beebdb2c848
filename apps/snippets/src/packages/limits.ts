import assert from 'node:assert/strict';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';

const client = createClient({ provider: openai });

// #region limits

import { createLimiter, limit } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';

const limiter = createLimiter({
  store: redisStore('redis://localhost:6379'),
  limits: { requestsPerMinute: 60, tokensPerDay: 200_000 },
});

// By hand …
const hold = await limiter.reserve({ key: 'project-a', tokens: 1_200 });
await hold.settle({ tokens: 830 });

// … or around every call of a client: eight processes that share a project then share its quota as well.
const limited = limit(client.transport, { limiter, key: 'project-a', whenExceeded: 'wait' });
// #endregion

const reply = await limited({
  method: 'POST',
  path: '/chat/completions',
  headers: { accept: 'application/json' },
  body: { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 20 },
});
assert.equal(reply.status, 200);
await assert.rejects(limiter.reserve({ key: 'project-a', tokens: 199_170 }), { code: 'quota' });

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { listening } from '../listening.ts';
import { printed } from '../printed.ts';

const vault = { read: async (_name: string) => 'sk-of-the-vault' };
const upstreams: string[] = [];
await using echo = await listening((request, response) => {
  upstreams.push(request.headers.authorization ?? '');
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: `Wrong key: ${request.headers.authorization}` } }));
});
const baseURL = `${echo.url}/v1`;
const output = printed();

// #region key

import { ColloquyError, createClient } from '@colloquy/core';
import { jrc, openai } from '@colloquy/core/providers';

const client = createClient({ provider: openai, baseURL, apiKey: () => vault.read('openai') });
try {
  await client.models.list();
} catch (error) {
  if (!ColloquyError.isInstance(error)) throw error;
  console.log(error.message); // … Wrong key: Bearer [redacted]
}
// #endregion

const said = output();
assert.match(said, /Wrong key: Bearer \[redacted\]/);
assert.deepEqual(upstreams, ['Bearer sk-of-the-vault']);
const thrown = await client.models.list().catch((error: unknown) => error);
for (const shown of [said, inspect(client, { depth: 9 }), inspect(thrown, { depth: 9 }), JSON.stringify(thrown)]) {
  assert.ok(!shown.includes('sk-of-the-vault'));
}
assert.ok(!String((thrown as Error).stack).includes('sk-of-the-vault'));
assert.throws(() => createClient({ provider: openai, apiKey: 'two\r\nlines' }), { code: 'configuration' });
assert.throws(() => createClient({ provider: openai, baseURL: 'https://user:pass@host/v1' }), {
  code: 'configuration',
});

let followed = 0;
await using elsewhere = await listening((_request, response) => {
  followed += 1;
  response.end('{}');
});
await using moved = await listening((_request, response) => {
  response.writeHead(307, { location: `${elsewhere.url}/v1/models` }).end();
});
const redirected = createClient({ provider: openai, baseURL: `${moved.url}/v1`, apiKey: 'a-key' });

// #region redirect
await assert.rejects(redirected.models.list(), { code: 'redirect' }); // and nothing was sent to the other origin
// #endregion

assert.equal(followed, 0);

// #region tokens

import { apiHandler, createGateway, sqliteGatewayStore } from '@colloquy/gateway';

const gateway = createGateway({
  upstreams: { jrc: createClient({ provider: jrc }) }, // the key stays here
  models: { 'gpt-4o*': 'jrc' },
  limits: { project: { tokensPerDay: 200_000 }, token: { requestsPerMinute: 60, concurrent: 8 } },
  store: sqliteGatewayStore('tokens.db'),
});

const issued = await gateway.tokens.create({
  project: 'team-a',
  label: 'laptop of Ada',
  expiresAt: new Date(Date.now() + 30 * 24 * 3_600_000),
});
console.log(issued.token); // shown here, and never again
await gateway.tokens.revoke(issued.id); // from now on a 401
// #endregion

assert.match(issued.token, /^clq_/);
assert.ok(!JSON.stringify(await gateway.tokens.list()).includes(issued.token));
await using served = await listening(apiHandler({ gateway }));
const ask = async (token: string) => {
  const reply = await fetch(`${served.url}/models`, { headers: { authorization: `Bearer ${token}` } });
  const { error } = (await reply.json()) as { error: unknown };
  return [reply.status, error];
};
assert.deepEqual(await ask(issued.token), await ask('clq_unknown'));
assert.equal((await ask(issued.token))[0], 401);
await gateway.close();
assert.ok(!(await readFile('tokens.db')).includes(issued.token));

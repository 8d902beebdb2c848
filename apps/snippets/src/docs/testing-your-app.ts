import OpenAI from 'openai';

// #region app

import assert from 'node:assert/strict';
import type { Client } from '@colloquy/core';

/** What is under test: it knows a client, and not where the client's answers come from. */
async function summarise(client: Client, text: string): Promise<string> {
  const { choices } = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: `Summarise: ${text}` }],
  });
  return choices[0]?.message.content ?? '';
}

// #endregion

// #region script

import { createClient } from '@colloquy/core';
import { eugpt, jrc, openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';

const script = scriptedTransport([
  { text: 'It is about rivers.' },
  { error: { status: 429, code: 'rate_limit_exceeded' }, headers: { 'retry-after': '3' } },
]);
const scripted = createClient({ provider: openai, transport: script, maxRetries: 0 });

assert.equal(await summarise(scripted, 'The Rhine …'), 'It is about rivers.');
assert.equal(script.calls[0]?.path, '/chat/completions');
await assert.rejects(summarise(scripted, 'The Po …'), { code: 'rate_limit', retryAfterMs: 3_000 });

// #endregion

// #region local

import { createLocal } from '@colloquy/local';

const local = createLocal();
const client = createClient({ provider: eugpt, transport: local.transport('eugpt') });

local.reply(/rivers/, 'It is about rivers.');
assert.equal(await summarise(client, 'All the rivers of Europe'), 'It is about rivers.');
assert.equal(local.calls[0]?.path, '/responses'); // EU GPT has no chat completions
// #endregion

// #region fault
local.reset(); // forgets replies, faults and calls
local.fault({ kind: '500' });
await summarise(client, 'All the rivers of Europe');
assert.deepEqual(
  local.calls.map(({ status }) => status),
  [500, 200], // asked for twice; the caller did not notice
);
// #endregion

// #region clock
let now = Date.parse('2026-11-20T22:00:00Z');
const office = createLocal({ clock: () => now, tokensPerDay: 100 });
const officeClient = createClient({ provider: jrc, transport: office.transport('jrc') });

const long = 'The Rhine rises in the Alps. '.repeat(20);
await assert.rejects(summarise(officeClient, long), { code: 'quota', retryable: false });

now = Date.parse('2026-11-21T00:00:00Z'); // a new day, a new allowance
assert.notEqual(await summarise(officeClient, 'The Po'), '');
// #endregion

// #region port
const server = await local.listen({ port: 0 });
const { token } = await local.tokens.create({ project: 'tests' });

const sdk = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: token });
assert.notEqual((await sdk.models.list()).data.length, 0);
await local.close();
// #endregion

await office.close();

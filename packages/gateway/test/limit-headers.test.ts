import type { Transport } from '@colloquy/core';
import { expect, test } from 'vitest';
import { ROUTES } from '../src/routes/route-table.ts';
import { get, messages, post, setup } from './call.ts';
import { recordUpstream } from './record-upstream.ts';

const limits = { project: { tokensPerDay: 1_000 }, token: { requestsPerMinute: 1_000 } };

/** What every answer says, whatever else it says. */
function told(headers: Readonly<Record<string, string>>): void {
  expect(headers).toMatchObject({
    'x-ratelimit-limit-requests': '1000',
    'x-ratelimit-remaining-requests': expect.stringMatching(/^\d+$/),
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-remaining-tokens': expect.stringMatching(/^\d+$/),
    'x-ratelimit-remaining-project-tokens': expect.stringMatching(/^\d+$/),
    'ratelimit-policy': '"requests";q=1000;w=60, "day";q=1000;w=86400',
    ratelimit: expect.stringMatching(/^"requests";r=\d+;t=\d+, "day";r=\d+;t=\d+$/),
  });
}

const send = (who: Transport, method: string, path: string) =>
  method === 'POST' ? post(who, path, { model: 'gpt-4o', messages, input: 'hi' }) : get(who, path, method);

test.each(ROUTES.map(({ method, path }) => `${method} ${path}`))(
  'the answer of %s tells what is left',
  async (said) => {
    const { alice } = await setup(recordUpstream(), { limits });
    const [method, path] = said.split(' ') as [string, string];
    told((await send(alice, method, path.replaceAll(':id', 'a-1'))).headers);
  },
);

test('so do refusals, whatever they are for', async () => {
  const { alice, upstream } = await setup(recordUpstream(), { limits });
  const chat = { model: 'gpt-4o', messages };
  const keyed = { 'idempotency-key': 'k' };
  const answers = [
    await get(alice, '/no/such/path'),
    await get(alice, '/embeddings'),
    await post(alice, '/chat/completions', { ...chat, max_tokens: -1 }),
    await post(alice, '/chat/completions', { ...chat, max_tokens: 5_000 }),
    await post(alice, '/chat/completions', { messages }),
    await post(alice, '/chat/completions', chat, keyed),
    await post(alice, '/chat/completions', chat, keyed),
    await post(alice, '/chat/completions', { ...chat, n: 2 }, keyed),
  ];
  upstream.behave = (_, response) => void response.writeHead(500).end();
  answers.push(await post(alice, '/chat/completions', chat));
  expect(answers.map(({ status }) => status)).toEqual([404, 405, 400, 429, 400, 200, 200, 422, 502]);
  for (const { headers } of answers) told(headers);
});

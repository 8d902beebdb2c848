import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocal, type Local } from '../src/index.ts';
import { turnTimes } from './turn-times.ts';

let local: Local;
beforeAll(() => {
  local = createLocal();
});
afterAll(() => local.close());

/** One chat call with a long prompt; the bytes are parsed as they would be from a socket. */
async function post(content: string): Promise<number> {
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 8 };
  const request = { method: 'POST', path: '/chat/completions', headers: {}, body: Buffer.from(JSON.stringify(body)) };
  return (await local.transport()(request)).status;
}

test.each([
  ['one letter', 'a'.repeat(1_000_000)],
  ['spaces', ' '.repeat(1_000_000)],
  ['emoji', '\u{1f99c}'.repeat(250_000)],
])('twenty prompts of a megabyte of %s at once never hold up the loop for long', async (_what, content) => {
  await post('warm '.repeat(30_000));
  const statuses: number[] = [];
  const times = await turnTimes(async () => {
    statuses.push(...(await Promise.all(Array.from({ length: 20 }, () => post(content)))));
  });
  expect(statuses).toEqual(Array(20).fill(200));
  expect(times.at(-1)).toBeLessThan(80);
});

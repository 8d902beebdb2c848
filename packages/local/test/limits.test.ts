import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocal, type Local, type Tier } from '../src/index.ts';
import { ask, type Served } from './with-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Noon of some day, UTC. */
const NOON = Date.UTC(2026, 5, 1, 12);

let now: number;
let local: Local;

async function start(tier: Tier = 'none'): Promise<Served> {
  local = createLocal({ clock: () => now, tier });
  const { url } = await local.listen();
  const { token } = await local.tokens.create({ project: 'a' });
  return { local, url, token, close: () => local.close() };
}

beforeEach(() => {
  now = NOON;
});
afterEach(() => local.close());

/** About 50,000 tokens. */
const big = { role: 'user', content: 'river '.repeat(50_000) };
const body = (max_tokens = 16) => ({ model: 'gpt-35-turbo-0613', max_tokens, messages: [big] });
const small = { model: 'gpt-35-turbo-0613', max_tokens: 16, messages: [{ role: 'user', content: 'Hello!' }] };

describe('the 200,000 tokens per project and day of GPT@JRC', () => {
  test('once spent they answer 429 insufficient_quota that no SDK retries, and come back at midnight UTC', async () => {
    const served = await start();
    const other = (await local.tokens.create({ project: 'a' })).token;
    const stranger = (await local.tokens.create({ project: 'b' })).token;
    let used = 0;
    for (let turn = 0; turn < 3; turn++) {
      const answer = await ask(served, '/jrc/v1/chat/completions', {
        body: body(),
        token: turn === 1 ? other : served.token,
      });
      used += answer.json().usage.total_tokens;
      expect(answer.headers.get('x-ratelimit-limit-tokens')).toBe('200000');
      expect(answer.headers.get('x-ratelimit-remaining-tokens')).toBe(String(200_000 - used));
      expect(answer.headers.get('x-ratelimit-reset-tokens')).toBe('12h0m0s');
    }
    const refused = await ask(served, '/jrc/v1/chat/completions', { body: body() });
    expect(refused.status).toBe(429);
    expect(refused.json().error).toMatchObject({ type: 'insufficient_quota', code: 'insufficient_quota' });
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect((await ask(served, '/jrc/v1/chat/completions', { body: small })).status).toBe(200);
    expect((await ask(served, '/jrc/v1/chat/completions', { body: body(), token: stranger })).status).toBe(200);
    expect((await ask(served, '/v1/chat/completions', { body: body() })).status).toBe(200);
    now += DAY_MS / 2;
    expect((await ask(served, '/jrc/v1/chat/completions', { body: body() })).status).toBe(200);
  });

  test('a hundred requests at once never take more than there is', async () => {
    const served = await start();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        ask(served, '/jrc/v1/chat/completions', { body: { ...small, max_tokens: 9_000 } }),
      ),
    );
    const granted = answers.filter(({ status }) => status === 200);
    expect(granted.length).toBeGreaterThanOrEqual(22);
    expect(answers.every(({ status }) => status === 200 || status === 429)).toBe(true);
    const spent = granted.reduce((sum, answer) => sum + answer.json().usage.total_tokens, 0);
    const { headers } = await ask(served, '/jrc/v1/models');
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe(String(200_000 - spent));
  });

  test('a stream is charged to what was used', async () => {
    const served = await start();
    const stream = { ...small, stream: true, stream_options: { include_usage: true } };
    const { text } = await ask(served, '/jrc/v1/chat/completions', { body: stream });
    const { usage } = JSON.parse(text.split('\n\n').at(-3)?.slice(6) as string);
    const { headers } = await ask(served, '/jrc/v1/models');
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe(String(200_000 - usage.total_tokens));
  });
});

test('the allowance is adjustable, and has to be a number', async () => {
  expect(() => createLocal({ tokensPerDay: -1 })).toThrow(/tokensPerDay/);
  local = createLocal({ tokensPerDay: 1_000 });
  const reply = await local.transport('jrc')({ method: 'GET', path: '/models', headers: {} });
  expect(reply.headers['x-ratelimit-limit-tokens']).toBe('1000');
});

describe('tiers', () => {
  test.each([
    ['free-trial', 20, 40_000],
    ['payg-48h', 60, 60_000],
    ['payg', 3_500, 90_000],
  ] as const)('%s tells %i requests and %i tokens a minute', async (tier, requests, tokens) => {
    const served = await start(tier);
    const { headers } = await ask(served, '/v1/chat/completions', { body: small });
    expect(headers.get('x-ratelimit-limit-requests')).toBe(String(requests));
    expect(headers.get('x-ratelimit-remaining-requests')).toBe(String(requests - 1));
    expect(headers.get('x-ratelimit-limit-tokens')).toBe(String(tokens));
  });

  test('the twenty-first request of a minute is refused with Retry-After, and a minute later it is not', async () => {
    const served = await start('free-trial');
    for (let turn = 0; turn < 20; turn++) {
      expect((await ask(served, '/v1/chat/completions', { body: small })).status).toBe(200);
    }
    const refused = await ask(served, '/v1/chat/completions', { body: small });
    expect(refused.status).toBe(429);
    expect(refused.json().error).toMatchObject({ type: 'requests', code: 'rate_limit_exceeded' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    now += 61_000;
    expect((await ask(served, '/v1/chat/completions', { body: small })).status).toBe(200);
  });

  test('looking at files and jobs uses up nothing', async () => {
    const served = await start('free-trial');
    for (let turn = 0; turn < 30; turn++) expect((await ask(served, '/v1/files')).status).toBe(200);
  });

  test('an unknown tier is a configuration error that lists the known ones', () => {
    expect(() => createLocal({ tier: 'gold' as Tier })).toThrow(/free-trial, payg-48h, payg, none/);
    local = createLocal();
  });
});

import { ColloquyError } from '@colloquy/core';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Served, serve } from './with-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let served: Served;
let now = Date.UTC(2026, 5, 1);

beforeAll(async () => {
  served = await serve({ clock: () => now });
});
afterAll(() => served.close());

const status = async (token: string, path = '/v1/models') => (await ask(served, path, { token })).status;

describe('a token', () => {
  test.each(['/v1/models', '/openai/v1/models', '/jrc/v1/models', '/anvilgpt/api/models'])(
    'works on %s',
    async (path) => {
      for (const format of ['jwt', 'opaque'] as const) {
        const { token } = await served.local.tokens.create({ project: 'p', format });
        expect(await status(token, path)).toBe(200);
      }
    },
  );

  test('ends when it is revoked, and is then refused in the words for an unknown one', async () => {
    const { id, token } = await served.local.tokens.create({ project: 'p' });
    expect(await status(token)).toBe(200);
    expect(await served.local.tokens.revoke(id)).toBe(true);
    const mask = (text: string) => text.replace(/provided: \S+/, '');
    const revoked = await ask(served, '/v1/models', { token });
    const unknown = await ask(served, '/v1/models', { token: `${token}x` });
    expect(revoked.status).toBe(401);
    expect(mask(revoked.text)).toBe(mask(unknown.text));
    expect(revoked.text).not.toContain(token);
  });

  test('ends when its time is over', async () => {
    const { token } = await served.local.tokens.create({ project: 'p', expiresAt: new Date(now + DAY_MS) });
    expect(await status(token)).toBe(200);
    now += DAY_MS + 1;
    expect(await status(token)).toBe(401);
  });

  test.each([
    ['beyond 365 days', () => new Date(now + 366 * DAY_MS)],
    ['in the past', () => new Date(now - 1)],
    ['that is no date', () => new Date(Number.NaN)],
  ])('with an expiry %s is refused, naming expiresAt', async (_what, expiresAt) => {
    const error = await served.local.tokens.create({ project: 'p', expiresAt: expiresAt() }).catch((e: unknown) => e);
    expect(ColloquyError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ param: 'expiresAt' });
  });

  test('without a project is refused', async () => {
    await expect(served.local.tokens.create({ project: '' })).rejects.toMatchObject({ param: 'project' });
  });

  test('is listed without the token itself', async () => {
    const { id, token } = await served.local.tokens.create({ project: 'listed', label: 'laptop' });
    const listed = await served.local.tokens.list({ project: 'listed' });
    expect(listed).toMatchObject([{ id, project: 'listed', label: 'laptop' }]);
    expect(JSON.stringify(listed)).not.toContain(token);
  });

  test('that somebody chose themselves is taken', async () => {
    served.local.tokens.adopt('my own & only token!'.replaceAll(' ', ''), 'p');
    expect(await status('myown&onlytoken!')).toBe(200);
    expect(() => served.local.tokens.adopt('with space', 'p')).toThrow(/printable ASCII/);
  });
});

test('AnvilGPT takes it in x-api-key and as a cookie too, the others do not', async () => {
  const { token } = await served.local.tokens.create({ project: 'p' });
  for (const headers of [{ 'x-api-key': token }, { cookie: `a=b; token=${token}` }]) {
    expect((await fetch(`${served.url}/anvilgpt/api/models`, { headers })).status).toBe(200);
    expect((await fetch(`${served.url}/v1/models`, { headers })).status).toBe(401);
  }
});

describe('a forged token is refused', () => {
  const claims = () => new SignJWT({ project: 'p' }).setIssuer('colloquy').setExpirationTime('1h');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = part({ project: 'p', iss: 'colloquy', exp: 9_999_999_999 });
  test.each([
    ['alg none', () => `${part({ alg: 'none' })}.${body}.`],
    ['another key', () => claims().setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1))],
    ['an empty key', () => claims().setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32))],
    ['a jku header', () => `${part({ alg: 'HS256', jku: 'http://127.0.0.1/keys' })}.${body}.c2ln`],
    ['a crit header', () => `${part({ alg: 'HS256', crit: ['x'] })}.${body}.c2ln`],
    ['the payload of another', () => `${served.token.split('.')[0]}.${body}.${served.token.split('.')[2]}`],
    ['no signature', () => served.token.split('.').slice(0, 2).join('.')],
    ['a cut signature', () => served.token.slice(0, -1)],
    ['fifteen kilobytes', () => 'x'.repeat(15_000)],
  ])('%s', async (_what, forge) => {
    expect(await status(await forge())).toBe(401);
  });
});

describe('each dialect refuses in its own words', () => {
  test.each([
    ['/v1/models', { error: { type: 'invalid_request_error', code: 'invalid_api_key' } }],
    ['/jrc/v1/models', { error: { code: 'invalid_api_key' } }],
    ['/anvilgpt/api/models', { detail: expect.stringContaining('token is invalid') }],
  ])('GET %s', async (path, body) => {
    const answer = await ask(served, path, { token: 'wrong' });
    expect([answer.status, answer.json()]).toEqual([401, expect.objectContaining(toMatch(body))]);
  });

  test('POST /eugpt/v1/responses', async () => {
    const answer = await ask(served, '/eugpt/v1/responses', { token: 'wrong', body: { input: 'x' } });
    expect([answer.status, Object.keys(answer.json())]).toEqual([401, ['detail', 'error']]);
  });

  test('no credential at all is a 401 that says how to send one', async () => {
    const response = await fetch(`${served.url}/v1/models`);
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining('Authorization header')]);
  });
});

function toMatch(body: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, key === 'error' ? expect.objectContaining(value) : value]),
  );
}

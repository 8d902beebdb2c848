import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

  test('ends when it is revoked, and is then refused in the words for an unknown one (S23)', async () => {
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

describe('S22: a forged token is refused', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'none' });
  const payload = part({ project: 'p', iss: 'colloquy', exp: 9_999_999_999 });
  const issued = () => served.token.split('.') as [string, string, string];
  const header = () => JSON.parse(Buffer.from(issued()[0], 'base64url').toString());
  const claims = () => JSON.parse(Buffer.from(issued()[1], 'base64url').toString());
  /** A token in every way like an issued one, but for what is changed and the key. */
  const like = (changed: { header?: object; claims?: object } = {}, key = Buffer.alloc(32, 1)) =>
    new SignJWT({ ...claims(), ...changed.claims }).setProtectedHeader({ ...header(), ...changed.header }).sign(key);
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
  test.each([
    ['alg none', () => `${head}.${payload}.`],
    ['alg none over an issued one', () => `${part({ ...header(), alg: 'none' })}.${issued()[1]}.`],
    ['another key', () => like()],
    ['an empty key', () => like({}, Buffer.alloc(32))],
    ['an RSA signature', () => like({ header: { alg: 'RS256' } }, pair().privateKey as never)],
    [
      'an RSA public key as the secret',
      () => like({}, Buffer.from(pair().publicKey.export({ type: 'spki', format: 'pem' }) as string)),
    ],
    ['no kid', () => like({ header: { kid: undefined } })],
    ['another kid', () => like({ header: { kid: '../../dev/null' } })],
    ['a jku header', () => like({ header: { jku: 'http://127.0.0.1/keys' } })],
    ['an x5u header', () => like({ header: { x5u: 'http://127.0.0.1/cert' } })],
    ['a key of its own', () => like({ header: { jwk: { kty: 'oct', k: 'AQ' } } })],
    ['a crit header', () => `${part({ ...header(), crit: ['x'], x: 1 })}.${issued()[1]}.${issued()[2]}`],
    ['another project under an issued signature', () => `${issued()[0]}.${payload}.${issued()[2]}`],
    ['no signature', () => issued().slice(0, 2).join('.')],
    ['a cut signature', () => served.token.slice(0, -1)],
    ['fifteen kilobytes', () => 'x'.repeat(15_000)],
  ])('%s', async (_what, forge) => {
    expect(await status(await forge())).toBe(401);
  });

  test('a megabyte is more than headers may have', async () => {
    expect(await status('x'.repeat(1_000_000))).toBe(431);
  });

  test.each([
    ['that was never issued', {}],
    ['that has expired', { exp: 1 }],
    ['that is not valid yet', { nbf: 9_999_999_999 }],
    ['of another issuer', { iss: 'elsewhere' }],
    ['for another audience', { aud: 'elsewhere' }],
  ])('even one signed with our own key %s', async (_what, changed) => {
    const directory = await mkdtemp(join(tmpdir(), 'colloquy-forged-'));
    const own = await serve({ dataDir: directory });
    const db = new DatabaseSync(join(directory, 'colloquy.db'), { readOnly: true });
    const row = db.prepare("SELECT json FROM records WHERE kind = 'secret'").get() as { json: string };
    db.close();
    const secret = Buffer.from(JSON.parse(row.json).bytes, 'base64');
    const key = createHash('sha256').update('jwt').update(secret).digest();
    const [ownHead = '', ownClaims = ''] = own.token
      .split('.')
      .map((piece) => Buffer.from(piece, 'base64url').toString());
    const sign = (more: object) =>
      new SignJWT({ ...JSON.parse(ownClaims), ...more }).setProtectedHeader(JSON.parse(ownHead)).sign(key);
    // The key is the right one: the same claims make the very token that was issued.
    expect(await sign({})).toBe(own.token);
    const forged = await sign({ ...changed, jti: 'tok_forged' });
    expect((await ask(own, '/v1/models', { token: forged })).status).toBe(401);
    await own.close();
    await rm(directory, { recursive: true });
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

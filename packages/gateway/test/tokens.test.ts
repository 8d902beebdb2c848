import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditEvent,
  createGateway,
  createTokens,
  memoryGatewayStore,
  sqliteGatewayStore,
} from '@colloquy/gateway';
import { base64url, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const upstreams = { main: async () => ({ status: 200, headers: {}, body: new Uint8Array() }) };
const models = { '*': 'main' };
const DAY = 86_400_000;

describe.each(['opaque', 'jwt'] as const)('an %s token', (format) => {
  const audit: AuditEvent[] = [];
  let now = Date.UTC(2026, 9, 1);
  const gateway = createGateway({
    upstreams,
    models,
    clock: () => now,
    hooks: { onAudit: (event) => audit.push(event) },
  });
  const refusal = (authorization: string | undefined) =>
    gateway.authenticate(authorization).then(
      () => expect.unreachable('it was let in'),
      (error: unknown) => JSON.stringify(error),
    );

  test('is shown once, and lets its project in until it is revoked', async () => {
    const made = await gateway.tokens.create({ project: 'alpha', label: 'laptop', format });
    expect(made).toEqual({
      id: expect.stringMatching(/^tok_/),
      token: expect.any(String),
      project: 'alpha',
      label: 'laptop',
      expiresAt: new Date(now + 90 * DAY),
    });
    expect(made.token).toMatch(format === 'opaque' ? /^clq_[0-9A-Za-z]{49}$/ : /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await gateway.authenticate(`Bearer ${made.token}`)).toEqual({ project: 'alpha', token: made.id });
    expect(JSON.stringify(await gateway.tokens.list({ project: 'alpha' }))).not.toContain(made.token);
    expect(await gateway.tokens.list({ project: 'beta' })).toEqual([]);
    expect(await gateway.tokens.revoke(made.id)).toBe(true);
    const unknown = await refusal(`Bearer ${made.token.slice(0, -1)}x`);
    expect(await refusal(`Bearer ${made.token}`)).toBe(unknown);
    expect(await refusal(undefined)).toBe(unknown);
    expect(await refusal('Basic YTpi')).toBe(unknown);
    expect(await refusal(`Bearer ${'a'.repeat(1_000_000)}`)).toBe(unknown);
    expect(JSON.parse(unknown)).toMatchObject({ status: 401, code: 'authentication', apiCode: 'invalid_api_key' });
    expect((await gateway.tokens.list())[0]).toMatchObject({ id: made.id, revokedAt: new Date(now) });
    expect(audit.map(({ action }) => action)).toEqual([
      'token.create',
      'token.revoke',
      ...Array(5).fill('authentication.refused'),
    ]);
  });

  test('lets nobody in after it has expired', async () => {
    const { token } = await gateway.tokens.create({ project: 'alpha', expiresAt: new Date(now + 1_000), format });
    now += 999;
    await gateway.authenticate(`Bearer ${token}`);
    now += 1;
    expect(JSON.parse(await refusal(`Bearer ${token}`))).toMatchObject({ status: 401 });
  });

  test.each([
    ['expiresAt', { project: 'a', expiresAt: new Date(now + 367 * DAY) }],
    ['expiresAt', { project: 'a', expiresAt: new Date(0) }],
    ['expiresAt', { project: 'a', expiresAt: new Date(Number.NaN) }],
    ['expiresAt', { project: 'a', expiresAt: '2027-01-01' }],
    ['project', {}],
    ['project', { project: '' }],
    ['project', { project: 'a\nb' }],
    ['label', { project: 'a', label: 'x'.repeat(201) }],
    ['format', { project: 'a', format: 'paseto' }],
    ['models', { project: 'a', models: 'gpt-4o' }],
  ])('is refused for a bad %s', async (param, request) => {
    await expect(gateway.tokens.create({ format, ...request } as never)).rejects.toMatchObject({
      code: 'invalid_request',
      param,
    });
  });

  test('may be asked for a whole year', async () => {
    const expiresAt = new Date(now + 365 * DAY);
    expect((await gateway.tokens.create({ project: 'a', expiresAt, format })).expiresAt).toEqual(expiresAt);
  });
});

test('a mistyped token is told by its checksum, without asking the store', async () => {
  const store = memoryGatewayStore();
  let lookups = 0;
  const records = {
    ...store.tokens,
    byHash: (hash: string) => {
      lookups += 1;
      return store.tokens.byHash(hash);
    },
  };
  const tokens = createTokens({ records });
  const { token } = await tokens.create({ project: 'a' });
  expect(
    await tokens.verify(`${token.slice(0, 10)}${token[10] === 'a' ? 'b' : 'a'}${token.slice(11)}`),
  ).toBeUndefined();
  expect(lookups).toBe(0);
  expect(await tokens.verify(token)).toBeDefined();
  expect(lookups).toBe(1);
});

describe('S22: JWTs that are not ours', () => {
  const secret = new Uint8Array(32).fill(7);
  const tokens = createTokens({ records: memoryGatewayStore().tokens, secret });
  let header: Record<string, unknown>;
  let payload: Record<string, unknown>;
  let token: string;
  const key = createHash('sha256').update('jwt').update(secret).digest();
  const seconds = Math.floor(Date.now() / 1000);
  const parts = () => token.split('.') as [string, string, string];
  const sign = (more: object, claims: object = {}, by: Parameters<SignJWT['sign']>[0] = key) =>
    new SignJWT({ ...payload, ...claims }).setProtectedHeader({ ...header, ...more } as { alg: string }).sign(by);

  beforeAll(async () => {
    token = (await tokens.create({ project: 'alpha', format: 'jwt' })).token;
    header = JSON.parse(Buffer.from(parts()[0], 'base64url').toString());
    payload = JSON.parse(Buffer.from(parts()[1], 'base64url').toString());
  });

  const VECTORS: Record<string, () => Promise<string> | string> = {
    'alg none': () => new UnsecuredJWT(payload).encode(),
    'alg none with the header of ours': () =>
      `${base64url.encode(JSON.stringify({ ...header, alg: 'none' }))}.${parts()[1]}.`,
    'RS256 in place of HS256': async () => sign({ alg: 'RS256' }, {}, (await generateKeyPair('RS256')).privateKey),
    'HS512 with the same key': () => sign({ alg: 'HS512' }, {}, Buffer.concat([key, key])),
    'an expiry in the past': () => sign({}, { exp: seconds - 60 }),
    'a time before which it does not count': () => sign({}, { nbf: seconds + 3_600 }),
    'another audience': () => sign({}, { aud: 'somebody-else' }),
    'another issuer': () => sign({}, { iss: 'somebody-else' }),
    'no key id': () => sign({ kid: undefined }),
    'a key of its own in the header': () => sign({ jwk: { kty: 'oct', k: 'AAAA' } }),
    'an address of keys in the header': () =>
      sign({ jku: 'https://evil.example/keys', x5u: 'https://evil.example/cert' }),
    'a critical extension': () =>
      sign({ 'urn:x': true, crit: ['urn:x'] } as object).catch(() => {
        const forged = base64url.encode(JSON.stringify({ ...header, crit: ['urn:x'], 'urn:x': true }));
        return `${forged}.${parts()[1]}.${parts()[2]}`;
      }),
    'a megabyte': () => sign({}, { padding: 'a'.repeat(1_000_000) }),
    'another project under the same signature': () =>
      `${parts()[0]}.${base64url.encode(JSON.stringify({ ...payload, project: 'beta' }))}.${parts()[2]}`,
    'no signature': () => `${parts()[0]}.${parts()[1]}.`,
    'an id that was never given out': () => sign({}, { jti: 'tok_000000000000000000000000' }),
  };

  test('ours is let in', async () => {
    expect(await tokens.verify(token)).toMatchObject({ project: 'alpha' });
  });

  test.each(Object.keys(VECTORS))('%s lets nobody in', async (name) => {
    expect(await tokens.verify(await (VECTORS[name] as () => Promise<string>)())).toBeUndefined();
  });
});

describe('tokens in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-gateway-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('outlive the process, are shared by several, and are nowhere in clear', async () => {
    const path = join(folder, 'gateway.db');
    const [store, other] = [sqliteGatewayStore(path), sqliteGatewayStore(path)];
    const gateway = createGateway({ upstreams, models, store });
    const made = [
      await gateway.tokens.create({ project: 'alpha' }),
      await gateway.tokens.create({ project: 'alpha', format: 'jwt', models: ['gpt-*'] }),
    ];
    const second = createGateway({ upstreams, models, store: other });
    for (const { token } of made)
      expect(await second.authenticate(`Bearer ${token}`)).toMatchObject({ project: 'alpha' });
    expect(await second.authenticate(`Bearer ${made[1]?.token}`)).toMatchObject({ models: ['gpt-*'] });
    await second.tokens.revoke(made[0]?.id as string);
    await expect(gateway.authenticate(`Bearer ${made[0]?.token}`)).rejects.toMatchObject({ status: 401 });
    await gateway.close();
    await second.close();
    const third = createGateway({ upstreams, models, store: sqliteGatewayStore(path) });
    expect(await third.authenticate(`Bearer ${made[1]?.token}`)).toMatchObject({ project: 'alpha' });
    await third.close();
    const bytes = readFileSync(path).toString('latin1');
    for (const { token } of made) expect(bytes).not.toContain(token.slice(4, 40));
  });

  test('a file that cannot be opened is refused by name', () => {
    expect(() => sqliteGatewayStore(join(folder, 'no', 'such.db'))).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'path' }),
    );
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, type Gateway, type TokenIssuer } from '@colloquy/gateway';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const issuer = 'https://login.institution.example/realms/research';
const upstreams = { main: async () => ({ status: 200, headers: {}, body: new Uint8Array() }) };
const audience = 'colloquy';
const seconds = Math.floor(Date.now() / 1000);
const claims = { sub: 'ada', department: 'oceans', groups: ['gpt-4o*'] };

/** A login's key server, and how often it was asked. */
let keyServer: { url: string; asked: number; answer: (path: string) => [status: number, body: unknown] };
let key: CryptoKey;
let other: CryptoKey;
let publicPem: string;
let publicJwk: Record<string, unknown>;

const server = createServer((request, response) => {
  keyServer.asked += 1;
  const [status, body] = keyServer.answer(request.url ?? '');
  response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(JSON.stringify(body));
});

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  publicPem = await exportSPKI(pair.publicKey);
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'key-1', use: 'sig' };
  other = (await generateKeyPair('RS256')).privateKey;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

beforeEach(() => {
  const { port } = server.address() as AddressInfo;
  keyServer = {
    url: `http://127.0.0.1:${port}/keys`,
    asked: 0,
    answer: (path) => [200, path === '/keys' ? { keys: [publicJwk] } : { keys: [] }],
  };
});

const sign = (more: JWTPayload = {}, header: object = {}, by: Parameters<SignJWT['sign']>[0] = key) =>
  new SignJWT({
    iss: issuer,
    aud: audience,
    iat: seconds,
    exp: seconds + 600,
    ...claims,
    ...more,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'at+jwt', ...header })
    .sign(by);

const gatewayOf = (more: Partial<TokenIssuer> = {}, clock = Date.now): Gateway =>
  createGateway({
    clock,
    upstreams,
    models: { '*': 'main' },
    issuers: [{ issuer, audience, jwks: keyServer.url, project: 'department', ...more }],
  });

const enters = (gateway: Gateway, token: string) =>
  gateway.authenticate(`Bearer ${token}`).then(
    (principal) => principal,
    (error: unknown) => JSON.stringify(error),
  );

describe('a token of an institution’s issuer', () => {
  test('lets its holder in for the project that its claim names, and is counted by its subject', async () => {
    const gateway = gatewayOf({ models: ({ groups }) => groups as string[] });
    const principal = { project: 'oceans', token: `${issuer}|ada`, models: ['gpt-4o*'] };
    expect(await enters(gateway, await sign())).toEqual(principal);
    expect(await enters(gateway, await sign({ exp: seconds + 900 }))).toEqual(principal);
    expect(keyServer.asked).toBe(1);
    const made = await gateway.tokens.create({ project: 'alpha' });
    expect(await enters(gateway, made.token)).toEqual({ project: 'alpha', token: made.id });
  });

  test('may be checked with keys at hand, and be told a project by a function', async () => {
    const gateway = gatewayOf({
      jwks: { keys: [publicJwk] },
      audience: ['another', audience],
      project: async ({ department, sub }) => (sub === 'eve' ? undefined : `research/${department}`),
    });
    expect(await enters(gateway, await sign())).toMatchObject({ project: 'research/oceans' });
    expect(await enters(gateway, await sign({ sub: 'eve' }))).toContain('"status":401');
    expect(keyServer.asked).toBe(0);
  });

  test('ends with its time, give or take five seconds for clocks that differ', async () => {
    const token = await sign();
    const at = (later: number) => gatewayOf({}, () => (seconds + 600 + later) * 1000);
    expect(await enters(at(4), token)).toMatchObject({ project: 'oceans' });
    expect(await enters(at(5), token)).toContain('"status":401');
  });

  test('is not let in when its keys cannot be had: 503, and no open door', async () => {
    for (const answer of [
      [500, {}],
      [200, 'nothing'],
      [302, {}],
    ] as const) {
      const gateway = gatewayOf();
      keyServer.answer = (path) => (path === '/elsewhere' ? [200, { keys: [publicJwk] }] : [...answer]);
      await expect(gateway.authenticate(`Bearer ${await sign()}`)).rejects.toMatchObject({
        status: 503,
        apiCode: 'issuer_unavailable',
        retryable: true,
      });
    }
  });
});

describe('S22: a JWT that is not the issuer’s word', () => {
  let attackerAsked = 0;
  const attacker = createServer((_, response) => {
    attackerAsked += 1;
    response.end(JSON.stringify({ keys: [publicJwk] }));
  });
  let away: string;
  beforeAll(async () => {
    attacker.listen(0, '127.0.0.1');
    await once(attacker, 'listening');
    away = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}/keys`;
  });
  afterAll(() => attacker.close());

  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const withHeader = async (header: object, by: Parameters<SignJWT['sign']>[0] = key) => sign({}, header, by);

  const VECTORS: Record<string, () => Promise<string> | string> = {
    'alg none': () => new UnsecuredJWT({ iss: issuer, aud: audience, exp: seconds + 600, ...claims }).encode(),
    'alg none under the header of a good one': async () =>
      `${encoded({ alg: 'none', kid: 'key-1' })}.${(await sign()).split('.')[1]}.`,
    'HS256 with the public key for a secret': () => withHeader({ alg: 'HS256' }, new TextEncoder().encode(publicPem)),
    'HS256 with the modulus of the public key for a secret': () =>
      withHeader({ alg: 'HS256' }, Buffer.from(String(publicJwk.n), 'base64url')),
    'an algorithm that is not on the list': async () => withHeader({ alg: 'RS512' }, await rs512()),
    'an expiry in the past': () => sign({ exp: seconds - 60 }),
    'no expiry': () => sign({ exp: undefined }),
    'an expiry in more than a year': () => sign({ exp: seconds + 366 * 86_400 }),
    'a time before which it does not count': () => sign({ nbf: seconds + 600 }),
    'another audience': () => sign({ aud: 'somebody-else' }),
    'no audience': () => sign({ aud: undefined }),
    'another issuer': () => sign({ iss: 'https://login.institution.example/realms/guests' }),
    'no issuer': () => sign({ iss: undefined }),
    'no key id': () => withHeader({ kid: undefined }),
    'an unknown key id': () => withHeader({ kid: 'key-2' }),
    'the right key id and another key': () => withHeader({}, other),
    'a key of its own in the header': () => withHeader({ jwk: publicJwk }),
    'an address of keys in the header': () => withHeader({ jku: away }),
    'an address of certificates in the header': () => withHeader({ x5u: away }),
    'a critical extension': () =>
      new SignJWT({ iss: issuer, aud: audience, exp: seconds + 600, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1', crit: ['urn:x'], 'urn:x': true })
        .sign(key, { crit: { 'urn:x': true } }),
    'a megabyte': () => sign({ padding: 'a'.repeat(1_000_000) }),
    'another project under the same signature': async () => {
      const [header, payload, signature] = (await sign()).split('.') as [string, string, string];
      const said = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return `${header}.${encoded({ ...said, department: 'finance' })}.${signature}`;
    },
    'no signature': async () => (await sign()).replace(/[^.]+$/, ''),
    'no subject': () => sign({ sub: undefined }),
    'no project': () => sign({ department: undefined }),
    'a project that is no name': () => sign({ department: ['oceans'] }),
    'a project with a line break': () => sign({ department: 'oceans\nfinance' }),
  };
  const rs512 = async () => (await generateKeyPair('RS512')).privateKey;

  test.each(Object.keys(VECTORS))('%s lets nobody in, as every other wrong token', async (name) => {
    const gateway = gatewayOf();
    const token = await (VECTORS[name] as () => Promise<string> | string)();
    expect(await enters(gateway, token)).toBe(await enters(gateway, 'clq_wrong'));
    expect(await enters(gateway, token)).toContain('"status":401');
    expect(attackerAsked).toBe(0);
    expect(await enters(gateway, await sign())).toMatchObject({ project: 'oceans' });
  });

  test('a storm of unknown key ids is one question to the key server', async () => {
    const gateway = gatewayOf();
    await enters(gateway, await sign());
    for (let turn = 0; turn < 20; turn += 1) await enters(gateway, await sign({}, { kid: `key-${turn + 2}` }));
    expect(keyServer.asked).toBe(1);
  });
});

test.each<[string, object]>([
  ['issuers[0].issuer', { issuer: '' }],
  ['issuers[0].audience', { audience: [] }],
  ['issuers[0].audience', { audience: undefined }],
  ['issuers[0].jwks', { jwks: 'http://login.institution.example/keys' }],
  ['issuers[0].jwks', { jwks: 'keys' }],
  ['issuers[0].jwks', { jwks: { keys: [] } }],
  ['issuers[0].jwks', { jwks: { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] } }],
  ['issuers[0].jwks', { jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] } }],
  ['issuers[0].jwks', { jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB', d: 'AQAB', kid: 'a' }] } }],
  ['issuers[0].algorithms', { algorithms: ['HS256'] }],
  ['issuers[0].algorithms', { algorithms: ['none'] }],
  ['issuers[0].algorithms', { algorithms: [] }],
  ['issuers[0].project', { project: '' }],
])('a bad %s is refused by name', (param, more) => {
  expect(() => gatewayOf(more as never)).toThrow(expect.objectContaining({ code: 'configuration', param }));
});

test('an issuer that is named twice is refused', () => {
  const one = { issuer, audience, jwks: keyServer.url };
  expect(() => createGateway({ upstreams, models: { '*': 'main' }, issuers: [one, one] })).toThrow(
    expect.objectContaining({ param: 'issuers[1].issuer' }),
  );
});

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { listening } from '../listening.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1' };
await using staff = await listening((_request, response) => response.end(JSON.stringify({ keys: [key] })));
process.env.LOGIN_URL = staff.url;

// #region issuers

import { createClient } from '@colloquy/core';
import { jrc } from '@colloquy/core/providers';
import { createGateway } from '@colloquy/gateway';

const login = process.env.LOGIN_URL ?? 'https://login.example.org/realms/staff';
const gateway = createGateway({
  upstreams: { jrc: createClient({ provider: jrc }) },
  models: { 'gpt-4o*': 'jrc' },
  issuers: [
    {
      issuer: login,
      audience: 'colloquy',
      jwks: `${login}/protocol/openid-connect/certs`,
      project: ({ unit }) => (typeof unit === 'string' ? `unit/${unit}` : undefined), // or the name of a claim
    },
  ],
});
// #endregion

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const tokenOf = (claims: object): string => {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const said = `${encoded({ alg: 'RS256', kid: 'key-1' })}.${encoded({ iss: login, aud: 'colloquy', exp, ...claims })}`;
  return `${said}.${sign('sha256', Buffer.from(said), privateKey).toString('base64url')}`;
};
assert.deepEqual(await gateway.authenticate(`Bearer ${tokenOf({ sub: 'ada', unit: 'd4' })}`), {
  project: 'unit/d4',
  token: `${login}|ada`,
});
await assert.rejects(gateway.authenticate(`Bearer ${tokenOf({ sub: 'ada' })}`), { status: 401 });
await gateway.close();
delete process.env.LOGIN_URL;

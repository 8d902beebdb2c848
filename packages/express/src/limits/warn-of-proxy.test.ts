import { once } from 'node:events';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { colloquyRouter } from '../router/colloquy-router.ts';
import { rateLimit } from './rate-limit.ts';

const FORWARDED = { headers: { 'x-forwarded-for': '203.0.113.7' } };

/** The codes of the warnings that this project gave since the call. */
function warnings(): string[] {
  const codes: string[] = [];
  const note = (warning: Error & { code?: string }) => {
    if (warning.code?.startsWith('COLLOQUY_')) codes.push(warning.code);
  };
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  return codes;
}

async function limited(): Promise<{ app: express.Express; url: string }> {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const app = express();
  app.use('/v1', colloquyRouter({ client, limits: { requestsPerMinute: 100 } }));
  app.get('/own', rateLimit({ limits: { requestsPerMinute: 100 } }), (_request, response) => void response.json({}));
  return { app, url: (await listen(app)).url };
}

test('limits by address behind a proxy that is not trusted warn once', async () => {
  const codes = warnings();
  const { url } = await limited();
  const warned = once(process, 'warning');
  for (const path of ['/v1/models', '/v1/models', '/own'])
    expect((await fetch(`${url}${path}`, FORWARDED)).status).toBe(200);
  await warned;
  expect(codes).toEqual(['COLLOQUY_TRUST_PROXY']);
});

test('with `trust proxy`, each address has its own limit and nothing is warned of', async () => {
  const codes = warnings();
  const { app, url } = await limited();
  app.set('trust proxy', 'loopback');
  const remaining = async (address: string) =>
    (await fetch(`${url}/own`, { headers: { 'x-forwarded-for': address } })).headers.get(
      'x-ratelimit-remaining-requests',
    );
  expect(await remaining('203.0.113.7')).toBe('99');
  expect(await remaining('203.0.113.8')).toBe('99');
  expect(await remaining('203.0.113.7')).toBe('98');
  expect(codes).toEqual([]);
});

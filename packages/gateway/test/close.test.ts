import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, memoryGatewayStore } from '@colloquy/gateway';
import { memoryStore } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasRedis, startRedis } from '../../limits/test/redis-server.ts';
import { ALICE, messages, post, setup } from './call.ts';
import { start } from './processes.ts';

const chat = { model: 'm', messages, max_tokens: 20 };

test('the store is closed after the last settlement, each part of it, also one that stands in for another', async () => {
  const said: string[] = [];
  const told = memoryStore();
  const limits = {
    ...told,
    settle: async (settlement: Parameters<typeof told.settle>[0]) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await told.settle(settlement);
      said.push('settled');
    },
    close: async () => void said.push('limits closed'),
  };
  const close = async () => void said.push('store closed');
  const { gateway, alice, upstream } = await setup(() => {}, { store: { ...memoryGatewayStore(), limits, close } });
  const call = post(alice, '/chat/completions', chat);
  await expect.poll(() => upstream.seen.length).toBe(1);
  await gateway.close({ graceMs: 0 });
  expect(said).toEqual(['settled', 'limits closed', 'store closed']);
  expect((await call).status).toBe(503);
});

describe.skipIf(!hasRedis())('with Redis', () => {
  test('nothing that was opened keeps the process: it ends by itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'colloquy-close-'));
    const redis = await startRedis();
    onTestFinished(async () => {
      await redis.stop();
      rmSync(folder, { recursive: true });
    });
    const upstream = await start<{ baseURL: string }>('upstream-process.ts');
    const replica = await start<{ url: string; token: string }>('replica.ts', {
      BASE_URL: upstream.ready.baseURL,
      RECORDS: join(folder, 'gateway.db'),
      REDIS_URL: redis.url,
    });
    const headers = {
      authorization: `Bearer ${replica.ready.token}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
    };
    const reply = await fetch(`${replica.ready.url}/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(chat),
    });
    expect(reply.status).toBe(200);
    await reply.text();
    expect(await replica.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  test('a client of one’s own stays open', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    const { alice, gateway } = await setup(undefined, { store: { limits: redisStore(client) } });
    expect((await post(alice, '/chat/completions', chat)).status).toBe(200);
    await gateway.close();
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
    await redis.stop();
  });
});

test('what was never used can be closed, and closed again', async () => {
  const main = async () => ({ status: 200, headers: {}, body: new Uint8Array() });
  const gateway = createGateway({ upstreams: { main }, models: { '*': 'main' } });
  await gateway.close();
  await gateway.close();
  expect((await post(gateway.transport(ALICE), '/chat/completions', chat)).status).toBe(503);
});

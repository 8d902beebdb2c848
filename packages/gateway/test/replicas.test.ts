import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type GatewayStore, sqliteGatewayStore } from '@colloquy/gateway';
import { redisReplies } from '@colloquy/gateway/redis';
import { redisStore } from '@colloquy/limits/redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasRedis, startRedis } from '../../limits/test/redis-server.ts';
import { ALICE, BOB, messages, post } from './call.ts';
import { start } from './processes.ts';
import { chatAnswer, sendJson, startUpstream } from './upstream-server.ts';

const chat = { model: 'm', messages, max_tokens: 20 };
const keyed = { 'idempotency-key': 'order-7' };
const engines = hasRedis() ? ['SQLite', 'Redis'] : ['SQLite'];

/** Where replicas keep their records, and how each of them opens it. */
async function shared(engine: string): Promise<{ env: Record<string, string>; open: () => Partial<GatewayStore> }> {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-replicas-'));
  const RECORDS = join(folder, 'gateway.db');
  const redis = engine === 'Redis' ? await startRedis() : undefined;
  onTestFinished(async () => {
    await redis?.stop();
    rmSync(folder, { recursive: true });
  });
  if (redis === undefined) return { env: { RECORDS }, open: () => sqliteGatewayStore(RECORDS) };
  const { url } = redis;
  return {
    env: { RECORDS, REDIS_URL: url },
    open: () => ({ ...sqliteGatewayStore(RECORDS), limits: redisStore(url), replies: redisReplies(url) }),
  };
}

/** Two replicas, of which the first has a request at an upstream that does not answer. */
async function oneAtWork(engine: string) {
  const { open } = await shared(engine);
  const upstream = await startUpstream(() => {});
  const replica = () =>
    createGateway({ upstreams: { main: upstream.client() }, models: { '*': 'main' }, store: open() });
  const [one, other] = [replica(), replica()] as const;
  const first = post(one.transport(ALICE), '/chat/completions', chat, keyed);
  await expect.poll(() => upstream.seen.length).toBe(1);
  return { upstream, one, other, first };
}

describe.each(engines)('replicas that share %s', (engine) => {
  test('two processes run a request once, sent to both at once and again later, and charge it once', async () => {
    const { env } = await shared(engine);
    const upstream = await start<{ baseURL: string }>('upstream-process.ts');
    const settings = { ...env, BASE_URL: upstream.ready.baseURL };
    const replicas = [
      await start<{ url: string; token: string }>('replica.ts', settings),
      await start<{ url: string; token: string }>('replica.ts', settings),
    ] as const;
    const { token } = replicas[0].ready;
    const send = async (at: 0 | 1, body: object = chat) => {
      const headers = { ...keyed, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const reply = await fetch(`${replicas[at].ready.url}/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: reply.status, replayed: reply.headers.get('x-colloquy-replayed'), text: await reply.text() };
    };
    const atOnce = await Promise.all([send(0), send(1), send(0), send(1)]);
    expect(new Set(atOnce.map(({ text }) => text)).size).toBe(1);
    expect(atOnce.filter(({ replayed }) => replayed === 'true')).toHaveLength(3);
    for (const at of [0, 1] as const) expect(await send(at)).toMatchObject({ status: 200, replayed: 'true' });
    expect((await send(1, { ...chat, max_tokens: 21 })).status).toBe(422);
    expect(await upstream.ask('how many')).toMatchObject({ seen: 1 });
    expect(await replicas[1].ask('how many')).toMatchObject({ used: 8 });
  });

  test('a key is the project’s and the token’s own at every replica; a failure is not kept', async () => {
    const { open } = await shared(engine);
    const upstream = await startUpstream((_, response) => sendJson(response, 500, {}));
    const [one, other] = [0, 1].map(() =>
      createGateway({ upstreams: { main: upstream.client() }, models: { '*': 'main' }, store: open() }),
    ) as [ReturnType<typeof createGateway>, ReturnType<typeof createGateway>];
    onTestFinished(async () => {
      await one.close();
      await other.close();
      await upstream.close();
    });
    expect((await post(one.transport(ALICE), '/chat/completions', chat, keyed)).status).toBe(502);
    upstream.behave = chatAnswer({});
    expect((await post(other.transport(ALICE), '/chat/completions', chat, keyed)).status).toBe(200);
    const again = await post(one.transport(ALICE), '/chat/completions', chat, keyed);
    expect(again.headers['x-colloquy-replayed']).toBe('true');
    expect(upstream.seen).toHaveLength(2);
    await post(one.transport(BOB), '/chat/completions', chat, keyed);
    await post(one.transport({ ...ALICE, token: 'tok_other' }), '/chat/completions', chat, keyed);
    expect(upstream.seen).toHaveLength(4);
  });

  test('where the replica that runs a request leaves it, the other one runs it', async () => {
    const { upstream, one, other, first } = await oneAtWork(engine);
    const second = post(other.transport(ALICE), '/chat/completions', chat, keyed);
    await expect.poll(() => other.inFlight).toBe(1);
    upstream.behave = chatAnswer({});
    await one.close({ graceMs: 0 });
    expect((await first).status).toBe(503);
    expect((await second).status).toBe(200);
    expect(upstream.seen).toHaveLength(2);
    await other.close();
    await upstream.close();
  });

  test('a caller that waits for another replica may leave', async () => {
    const { upstream, one, other, first } = await oneAtWork(engine);
    const abort = new AbortController();
    const call = { method: 'POST', path: '/chat/completions', headers: keyed, body: chat, signal: abort.signal };
    const second = other.transport(ALICE)(call);
    await expect.poll(() => other.inFlight).toBe(1);
    abort.abort();
    await expect(second).rejects.toThrow();
    expect(other.inFlight).toBe(0);
    await other.close();
    await one.close({ graceMs: 0 });
    await first;
    await upstream.close();
  });
});

describe('records of replies', () => {
  test.each(engines)('in %s: a replica that died has let go of its key when its lease is over', async (engine) => {
    const { open } = await shared(engine);
    const { replies, close } = open() as GatewayStore;
    onTestFinished(async () => {
      await replies?.close();
      await close();
    });
    const claim = (owner: string, leaseMs: number, now: number) =>
      replies?.claim('key', { owner, fingerprint: 'f', leaseMs, now });
    const began = Date.now();
    expect(await claim('dead', 60, began)).toEqual({ state: 'claimed' });
    expect(await claim('dead', 60, began)).toEqual({ state: 'claimed' });
    expect(await claim('other', 60_000, began)).toEqual({ state: 'running', fingerprint: 'f' });
    await expect.poll(() => claim('other', 60_000, Date.now()), { interval: 10 }).toEqual({ state: 'claimed' });
    const reply = { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from([0, 255, 123]) };
    await replies?.keep('key', 'dead', reply, { keptMs: 60_000, now: Date.now() });
    expect(await claim('third', 60_000, Date.now())).toEqual({ state: 'running', fingerprint: 'f' });
    await replies?.keep('key', 'other', reply, { keptMs: 60_000, now: Date.now() });
    await replies?.release('key', 'other');
    const kept = await claim('third', 60_000, Date.now());
    expect(kept).toMatchObject({ state: 'done', fingerprint: 'f', reply: { status: 200, headers: reply.headers } });
    expect([...(kept as { reply: { body: Uint8Array } }).reply.body]).toEqual([0, 255, 123]);
  });

  test.skipIf(!hasRedis())('that cannot be reached are 503, and nothing is sent', async () => {
    const upstream = await startUpstream();
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      store: { replies: redisReplies('redis://127.0.0.1:1', { timeoutMs: 100 }) },
    });
    const refused = await post(gateway.transport(ALICE), '/chat/completions', chat, keyed);
    expect(refused).toMatchObject({ status: 503, json: { error: { code: 'reply_store_unavailable' } } });
    expect(refused.headers['retry-after']).toBe('1');
    expect(upstream.seen).toHaveLength(0);
    expect((await post(gateway.transport(ALICE), '/chat/completions', chat)).status).toBe(200);
    await gateway.close();
    await upstream.close();
  });
});

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLimiter, type LimitStore } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { hasRedis, startRedis } from '../../limits/test/redis-server.ts';
import { messages } from './call.ts';
import { start } from './processes.ts';

const STREAMS = 500;
const ENDING = 100;

test.each(hasRedis() ? ['SQLite', 'Redis'] : ['SQLite'])(
  'S29: SIGTERM under five hundred streams, counted in %s: not ready, no new ones, some end well, the rest with an error, all are settled, exit 0',
  async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), 'colloquy-sigterm-'));
    const redis = engine === 'Redis' ? await startRedis() : undefined;
    const upstream = await start<{ baseURL: string }>('upstream-process.ts');
    const RECORDS = join(folder, 'gateway.db');
    const replica = await start<{ url: string; token: string }>('replica.ts', {
      BASE_URL: upstream.ready.baseURL,
      RECORDS,
      GRACE_MS: '3000',
      ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    });
    const { url, token } = replica.ready;
    const agent = new Agent({ keepAlive: true });
    onTestFinished(async () => {
      agent.destroy();
      await redis?.stop();
      rmSync(folder, { recursive: true });
    });
    const post = async (model: string): Promise<IncomingMessage> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const call = request(`${url}/chat/completions`, { method: 'POST', headers, agent });
      call.end(JSON.stringify({ model, messages, stream: true, max_tokens: 100 }));
      return ((await once(call, 'response')) as [IncomingMessage])[0];
    };
    const replies = await Promise.all(
      Array.from({ length: STREAMS }, (_, at) => post(at < ENDING ? 'ends' : 'endless')),
    );
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(STREAMS).fill(200));
    const texts = replies.map((reply) => text(reply));

    const gone = replica.end('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/ready`)).status).toBe(503);
    const refused = await post('endless');
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('5');
    refused.resume();
    await upstream.ask('finish');

    const whole = await Promise.all(texts.slice(0, ENDING));
    for (const said of whole) expect(said).toMatch(/"w2 "[\s\S]*data: \[DONE\]\n\n$/);
    const broken = await Promise.all(texts.slice(ENDING));
    for (const said of broken) {
      expect(said).toMatch(/"w2 "[\s\S]*data: \{"error":\{"message":"The server is shutting down[^\n]*\n\n$/);
      expect(said).not.toContain('[DONE]');
    }
    expect(await gone).toEqual({ code: 0, signal: null });
    await expect(fetch(`${url}/ready`)).rejects.toThrow();

    const store: LimitStore = redis === undefined ? sqliteStore(RECORDS) : redisStore(redis.url);
    const limiter = createLimiter({ store, limits: { tokensPerDay: 1_000_000 } });
    const left = await limiter.peek([{ key: 'project' }], 'project:alpha');
    // Those that ended cost what was reported, the others their prompt of 3 and the 3 pieces that were delivered.
    expect(1_000_000 - (left.day?.remaining ?? 0)).toBe(ENDING * 40 + (STREAMS - ENDING) * 6);
    expect(await store.holds('project:alpha')).toBe(0);
    await limiter.close();
  },
);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLimiter } from '@colloquy/limits';
import { redisStore } from '@colloquy/limits/redis';
import { sqliteStore } from '@colloquy/limits/sqlite';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

const limits = { tokensPerDay: 1_000 };
const unavailable = { code: 'server', status: 503, retryable: true, retryAfterMs: 1_000 };

describe.skipIf(!hasRedis())('when Redis fails', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test('nothing is admitted while it is down, within a second, and everything again when it is back', async () => {
    const limiter = createLimiter({ store: redisStore(server.url), limits });
    const hold = await limiter.reserve({ key: 'a', tokens: 100 });
    await server.kill();
    const began = performance.now();
    await expect(limiter.reserve({ key: 'a', tokens: 1 })).rejects.toMatchObject(unavailable);
    await expect(hold.settle({ tokens: 40 })).rejects.toMatchObject(unavailable);
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(hold.ended).toBe(false);
    await server.restart();
    // Redis lost everything: what is settled now is charged as it is, so nothing used goes unrecorded.
    await expect
      .poll(
        () =>
          hold.settle({ tokens: 40 }).then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    expect((await limiter.peek('a')).day?.remaining).toBe(960);
    await limiter.close();
  });

  test('a flush in between loses no use that is settled later', async () => {
    const client = new Redis(server.url);
    const limiter = createLimiter({ store: redisStore(client), limits });
    const hold = await limiter.reserve({ key: 'b', tokens: 100 });
    await client.flushall();
    await hold.settle({ tokens: 70 });
    expect((await limiter.peek('b')).day?.remaining).toBe(930);
    const fresh = await limiter.reserve({ key: 'b', tokens: 100 });
    await client.flushall();
    await fresh.release();
    expect((await limiter.peek('b')).day?.remaining).toBe(1_000);
    await limiter.close();
    expect(client.status).toBe('ready');
    client.disconnect();
  });

  test('no address or password appears in the error', async () => {
    const limiter = createLimiter({ store: redisStore('redis://user:s3cret@127.0.0.1:1', { timeoutMs: 50 }), limits });
    const error = await limiter.reserve({ key: 'a', tokens: 1 }).catch((reason: unknown) => reason);
    const { inspect } = await import('node:util');
    expect(error).toMatchObject(unavailable);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('s3cret');
    await limiter.close();
  });

  test('all keys of a group share one hash tag, whatever they are called', async () => {
    const client = new Redis(server.url);
    const limiter = createLimiter({ store: redisStore(client, { prefix: 'own' }), limits });
    await limiter.reserve({ keys: [{ key: 'x}{y' }, { key: 'é:z' }], group: 'p}{q', tokens: 1 });
    const keys = await client.keys('own:*');
    expect(keys.length).toBeGreaterThan(3);
    expect(new Set(keys.map((key) => /\{(.*?)\}/.exec(key)?.[1]))).toEqual(new Set(['p%7D%7Bq']));
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0);
    client.disconnect();
  });
});

test('what is neither a URL nor a client is refused', () => {
  expect(() => redisStore('localhost:6379')).toThrow(expect.objectContaining({ code: 'configuration' }));
  expect(() => redisStore({} as never)).toThrow(expect.objectContaining({ code: 'configuration' }));
});

describe('when SQLite fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-limits-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a file locked by another process is waited for, then answered with 503, and nothing is written', async () => {
    const path = join(folder, 'locked.db');
    const limiter = createLimiter({ store: sqliteStore(path, { busyTimeoutMs: 50 }), limits });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(limiter.reserve({ key: 'a', tokens: 1 })).rejects.toMatchObject(unavailable);
    other.exec('ROLLBACK');
    other.close();
    expect((await limiter.peek('a')).day?.remaining).toBe(1_000);
    await limiter.close();
  });

  test('a file that is no database, and one that cannot be made, are refused at once', () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'not a database, but long enough to be taken for one'.repeat(100));
    expect(() => sqliteStore(path)).toThrow(expect.objectContaining({ code: 'configuration', param: 'path' }));
    expect(() => sqliteStore(join(folder, 'no', 'such', 'folder.db'))).toThrow(
      expect.objectContaining({ code: 'configuration' }),
    );
  });

  test('what was counted is still there when the file is opened again', async () => {
    const path = join(folder, 'kept.db');
    const first = createLimiter({ store: sqliteStore(path), limits });
    await (await first.reserve({ key: 'a', tokens: 10 })).settle({ tokens: 8 });
    await first.close();
    const second = createLimiter({ store: sqliteStore(path), limits });
    expect((await second.peek('a')).day?.remaining).toBe(992);
    await second.close();
  });
});

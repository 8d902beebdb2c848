import { ColloquyError } from '@colloquy/core';
import { createLimiter, type LimitExceededError, type LimitStore, type Limits } from '@colloquy/limits';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, engines } from './stores.ts';

const NOON = Date.UTC(2026, 9, 1, 12);

describe.each(Object.keys(engines))('limits on %s', (name) => {
  let engine: Engine;
  let store: LimitStore;
  let now = NOON;
  let keys = 0;

  beforeAll(async () => {
    engine = await (engines[name] as () => Promise<Engine>)();
    store = engine.open();
  });
  afterAll(() => engine.stop());

  const setup = (limits: Limits, holdTtlMs = 600_000) => {
    now = NOON;
    const key = `key ${keys++} {}:é`;
    const limiter = createLimiter({ store, limits, clock: () => now, holdTtlMs });
    const refused = async (tokens: number): Promise<LimitExceededError> =>
      (await limiter.reserve({ key, tokens }).then(
        () => expect.unreachable('it was admitted'),
        (error: unknown) => error,
      )) as LimitExceededError;
    return { key, limiter, refused, reserve: (tokens: number) => limiter.reserve({ key, tokens }) };
  };

  test('a request beyond the requests of a minute is refused, and fits once the oldest is a minute old', async () => {
    const { reserve, refused } = setup({ requestsPerMinute: 2 });
    await reserve(0);
    now += 10_000;
    await reserve(0);
    const error = await refused(0);
    expect(error).toMatchObject({ code: 'rate_limit', retryable: true, retryAfterMs: 50_000, dimension: 'requests' });
    now += 49_999;
    expect((await refused(0)).retryAfterMs).toBe(1);
    now += 1;
    await reserve(0);
    expect((await refused(0)).retryAfterMs).toBe(10_000);
  });

  test('tokens of a minute count together, and the wait is for as many as are asked for', async () => {
    const { reserve, refused } = setup({ tokensPerMinute: 100 });
    await reserve(40);
    now += 1_000;
    await reserve(50);
    expect(await refused(20)).toMatchObject({ code: 'rate_limit', retryAfterMs: 59_000, dimension: 'tokens' });
    expect((await refused(60)).retryAfterMs).toBe(60_000);
    await reserve(10);
    now += 59_000;
    await reserve(40);
  });

  test('the tokens of a day are a quota that starts anew at midnight UTC', async () => {
    const { reserve, refused } = setup({ tokensPerDay: 100 });
    now = Date.UTC(2026, 9, 1, 23, 59, 58);
    await reserve(90);
    expect(await refused(11)).toMatchObject({ code: 'quota', retryable: false, retryAfterMs: 2_000, dimension: 'day' });
    await reserve(10);
    now += 1_999;
    expect((await refused(1)).retryAfterMs).toBe(1);
    now += 1;
    await reserve(100);
  });

  test('a refused reservation uses nothing', async () => {
    const { reserve, refused } = setup({ tokensPerDay: 1_000, tokensPerMinute: 1_000, requestsPerMinute: 10 });
    await reserve(900);
    for (let turn = 0; turn < 20; turn += 1) await refused(200);
    const hold = await reserve(100);
    expect(hold.remaining).toMatchObject({
      tokens: { remaining: 0 },
      day: { remaining: 0 },
      requests: { remaining: 8 },
    });
  });

  test('settling charges what was used, and a second settling nothing more', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 100, tokensPerMinute: 100 });
    const hold = await reserve(80);
    await hold.settle({ tokens: 30 });
    await hold.settle({ tokens: 10 });
    await hold.release();
    expect(await limiter.peek(key)).toMatchObject({ tokens: { remaining: 70 }, day: { limit: 100, remaining: 70 } });
    expect(await store.holds(key, now)).toBe(0);
  });

  test('more than was reserved is charged as it is, and what is left is never below nothing', async () => {
    const { key, limiter, reserve, refused } = setup({ tokensPerDay: 100 });
    await (await reserve(10)).settle({ tokens: 150 });
    expect((await limiter.peek(key)).day).toMatchObject({ remaining: 0 });
    expect((await refused(1)).message).toContain('used 150');
  });

  test('zero tokens used stay zero', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 100, requestsPerMinute: 5 });
    await (await reserve(60)).settle({ tokens: 0 });
    expect(await limiter.peek(key)).toMatchObject({ day: { remaining: 100 }, requests: { remaining: 4 } });
  });

  test('a release gives the request back too', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 100, requestsPerMinute: 1, concurrent: 1 });
    await (await reserve(60)).release();
    expect(await limiter.peek(key)).toMatchObject({
      day: { remaining: 100 },
      requests: { remaining: 1, resetMs: 0 },
      concurrent: { remaining: 1 },
    });
    await reserve(100);
  });

  test('only so many run at a time, until one is settled', async () => {
    const { reserve, refused } = setup({ concurrent: 2 });
    const first = await reserve(1);
    await reserve(1);
    expect(await refused(1)).toMatchObject({ code: 'rate_limit', dimension: 'concurrent', retryable: true });
    await first.settle({ tokens: 1 });
    await reserve(1);
  });

  test('a holder that dies is charged in full, and its place is free when its hold expires', async () => {
    const { key, limiter, reserve, refused } = setup({ concurrent: 1, tokensPerDay: 100 }, 30_000);
    await reserve(70);
    now += 29_999;
    expect((await refused(1)).dimension).toBe('concurrent');
    now += 1;
    await reserve(10);
    expect((await limiter.peek(key)).day?.remaining).toBe(20);
    expect(await store.holds(key, now)).toBe(1);
  });

  test('a settling after the hold expired adds what was used beyond it, and gives nothing back', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 1_000 }, 1_000);
    const [slow, slower] = [await reserve(100), await reserve(100)];
    now += 1_000;
    expect(await store.holds(key, now)).toBe(0);
    await slow.settle({ tokens: 30 });
    await slower.settle({ tokens: 150 });
    expect((await limiter.peek(key)).day?.remaining).toBe(750);
  });

  test('a request belongs to the day on which it was admitted', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 100 });
    now = Date.UTC(2026, 9, 1, 23, 59, 59);
    const hold = await reserve(80);
    now += 2_000;
    await hold.settle({ tokens: 60 });
    expect((await limiter.peek(key)).day?.remaining).toBe(100);
    now -= 2_000;
    expect((await limiter.peek(key)).day?.remaining).toBe(40);
  });

  test('a clock set back neither forgets a day nor locks a minute for longer than a minute', async () => {
    const { reserve, refused } = setup({ requestsPerMinute: 1, tokensPerDay: 50 });
    await reserve(50);
    now -= 3_600_000;
    expect((await refused(0)).retryAfterMs).toBeLessThanOrEqual(60_000);
    now += 60_000;
    await reserve(0);
    expect((await refused(1)).code).toBe('quota');
  });

  test('several keys are charged together or not at all', async () => {
    const { limiter } = setup({});
    const suffix = keys++;
    const wanted = (token: string, tokens: number) => ({
      group: `g${suffix}`,
      tokens,
      keys: [
        { key: token, limits: { requestsPerMinute: 5, concurrent: 1 } },
        { key: 'project', limits: { tokensPerDay: 100 } },
      ],
    });
    const hold = await limiter.reserve(wanted('a', 60));
    expect(hold.remaining).toEqual({
      requests: { limit: 5, remaining: 4, resetMs: 60_000 },
      concurrent: { limit: 1, remaining: 0, resetMs: 0 },
      day: { limit: 100, remaining: 40, resetMs: 12 * 3_600_000 },
    });
    await expect(limiter.reserve(wanted('b', 60))).rejects.toMatchObject({ code: 'quota', key: 'project' });
    expect(await limiter.peek(wanted('b', 0).keys, `g${suffix}`)).toMatchObject({
      requests: { remaining: 5, resetMs: 0 },
      concurrent: { remaining: 1 },
    });
    await expect(limiter.reserve(wanted('a', 1))).rejects.toMatchObject({ code: 'rate_limit', key: 'a' });
    await hold.settle({ tokens: 10 });
    await limiter.reserve(wanted('a', 90));
  });

  test('a request larger than the whole limit is told so, and not to try again', async () => {
    const { refused } = setup({ tokensPerMinute: 100 });
    const error = await refused(101);
    expect(error).toMatchObject({ code: 'rate_limit', retryable: false });
    expect(error.message).toContain('larger than the whole limit');
  });

  test('an elastic reservation takes what is left, down to the least it needs', async () => {
    const { key, limiter, reserve } = setup({ tokensPerDay: 100 });
    await reserve(70);
    expect((await limiter.reserve({ key, tokens: 500, atLeast: 20 })).tokens).toBe(30);
    await expect(limiter.reserve({ key, tokens: 500, atLeast: 20 })).rejects.toMatchObject({ code: 'quota' });
  });

  test('a settling with the time of arrival keeps the request in the minute from then on', async () => {
    const { reserve, refused } = setup({ requestsPerMinute: 1 });
    const hold = await reserve(5);
    now += 4_000;
    await hold.settle({ tokens: 5, countedAt: now });
    now += 56_000;
    expect((await refused(0)).retryAfterMs).toBe(4_000);
    now += 4_000;
    await reserve(0);
  });

  test('two hundred at once: exactly as many as fit are admitted', async () => {
    const { reserve, key, limiter } = setup({ tokensPerDay: 1_000 });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => reserve(10)));
    const admitted = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(admitted).toHaveLength(100);
    for (const { reason } of outcomes.filter((outcome) => outcome.status === 'rejected')) {
      expect(ColloquyError.isInstance(reason) && reason.code).toBe('quota');
    }
    await Promise.all(
      admitted.map((outcome) => (outcome as PromiseFulfilledResult<{ release(): Promise<void> }>).value.release()),
    );
    expect((await limiter.peek(key)).day?.remaining).toBe(1_000);
  });

  test('without an injected clock the store counts by its own', async () => {
    const limiter = createLimiter({ store, limits: { requestsPerMinute: 1, tokensPerDay: 10 } });
    const key = `own clock ${keys++}`;
    const hold = await limiter.reserve({ key, tokens: 4 });
    await hold.settle({ tokens: 3, countedAt: Date.now() });
    await expect(limiter.reserve({ key, tokens: 4 })).rejects.toMatchObject({ code: 'rate_limit' });
    expect((await limiter.peek(key)).day?.remaining).toBe(7);
  });
});

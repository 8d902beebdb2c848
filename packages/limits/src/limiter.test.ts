import { describe, expect, test } from 'vitest';
import { createLimiter } from './limiter.ts';
import { memoryStore } from './store/memory-store.ts';

describe('bad options', () => {
  test.each([0, -1, 1.5, Number.NaN, Infinity, '10', null])('a limit of %s is refused, naming the field', (bad) => {
    const limits = { tokensPerDay: bad as number };
    expect(() => createLimiter({ store: memoryStore(), limits })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'limits.tokensPerDay' }),
    );
  });

  test('an unknown limit is refused with the names there are', () => {
    const limits = { requestPerMinute: 1 } as object;
    expect(() => createLimiter({ store: memoryStore(), limits })).toThrow(
      /requestPerMinute is no limit.*requestsPerMinute/,
    );
  });

  test('a missing store and a bad time to live are refused', () => {
    expect(() => createLimiter({} as never)).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'store' }),
    );
    expect(() => createLimiter({ store: memoryStore(), holdTtlMs: 0 })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'holdTtlMs' }),
    );
  });
});

describe('bad reservations', () => {
  const limiter = createLimiter({ store: memoryStore(), limits: { tokensPerDay: 100 } });

  test.each([-1, 0.5, Number.NaN, Infinity, '10', undefined])('%s tokens are refused', async (bad) => {
    await expect(limiter.reserve({ key: 'a', tokens: bad as number })).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'tokens',
    });
  });

  test.each([-1, 0.5, Number.NaN, Infinity, '10'])(
    'settling with %s is refused, and the hold stays open',
    async (bad) => {
      const hold = await limiter.reserve({ key: `settle ${bad}`, tokens: 10 });
      await expect(hold.settle({ tokens: bad as number })).rejects.toMatchObject({
        code: 'invalid_request',
        param: 'tokens',
      });
      expect(hold.ended).toBe(false);
      await hold.settle({ tokens: 4 });
      expect((await limiter.peek(`settle ${bad}`)).day?.remaining).toBe(96);
    },
  );

  test('no key, an empty key and the same key twice are refused', async () => {
    await expect(limiter.reserve({ key: '', tokens: 1 })).rejects.toMatchObject({ param: 'key' });
    await expect(limiter.reserve({ keys: [], tokens: 1 })).rejects.toMatchObject({ param: 'keys' });
    await expect(limiter.reserve({ keys: [{ key: 'a' }, { key: 'a' }], tokens: 1 })).rejects.toMatchObject({
      param: 'keys',
    });
  });

  test('the caller may change its limits object afterwards without changing the limiter', async () => {
    const limits = { requestsPerMinute: 1 };
    const own = createLimiter({ store: memoryStore(), limits });
    limits.requestsPerMinute = 100;
    await own.reserve({ key: 'a', tokens: 0 });
    await expect(own.reserve({ key: 'a', tokens: 0 })).rejects.toMatchObject({ code: 'rate_limit' });
  });
});

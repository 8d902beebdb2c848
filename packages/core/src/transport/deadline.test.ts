import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Deadline, shorter } from './deadline.ts';

const forever = () => new Promise<never>(() => undefined);

describe('a deadline', () => {
  test.each([{ firstByte: 20 }, { total: 20 }, { firstByte: 20, total: 5000 }, { firstByte: 5000, total: 20 }])(
    'ends what takes longer than %j',
    async (timeouts) => {
      const deadline = new Deadline(undefined, timeouts);
      await expect(deadline.race(forever())).rejects.toMatchObject({
        code: 'timeout',
        message: 'no answer within 20 ms',
      });
      expect(deadline.error?.code).toBe('timeout');
    },
  );

  test('ends at its caller’s word, and keeps the reason', async () => {
    const controller = new AbortController();
    const deadline = new Deadline(controller.signal);
    const racing = deadline.race(forever());
    controller.abort('enough');
    await expect(racing).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  });

  test('of a caller who has gone already is over at once', async () => {
    const deadline = new Deadline(AbortSignal.abort());
    expect(deadline.error?.code).toBe('aborted');
    expect(deadline.abortSignal.aborted).toBe(true);
    await expect(deadline.race(forever())).rejects.toMatchObject({ code: 'aborted' });
  });

  test('lets through what is in time', async () => {
    const deadline = new Deadline(undefined, { firstByte: 5000 });
    expect(await deadline.race(Promise.resolve('answer'))).toBe('answer');
    deadline.close();
  });

  test('leaves no listener on its caller’s signal once it is closed', () => {
    const { signal } = new AbortController();
    const deadline = new Deadline(signal, { firstByte: 5000 });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    deadline.close();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

test.each([
  [0, 0, 0],
  [0, 5, 5],
  [5, 0, 5],
  [5, 3, 3],
  [-1, 3, 3],
])('of %d and %d ms the shorter is %d, where 0 is none', (a, b, least) => expect(shorter(a, b)).toBe(least));

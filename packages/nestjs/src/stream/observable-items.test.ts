import { concat, NEVER, Observable, of, range, throwError } from 'rxjs';
import { expect, test } from 'vitest';
import { observableItems } from './observable-items.ts';

async function all(source: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test('items come in order, those of before they were asked for too', async () => {
  expect(await all(observableItems(range(1, 1000)))).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
});

test('an error comes after the items before it', async () => {
  const items = observableItems(
    concat(
      of(1, 2),
      throwError(() => new Error('late')),
    ),
  )[Symbol.asyncIterator]();
  expect([await items.next(), await items.next()]).toMatchObject([{ value: 1 }, { value: 2 }]);
  await expect(items.next()).rejects.toThrow('late');
  expect(await items.next()).toEqual({ value: undefined, done: true });
});

test('leaving the loop unsubscribes, and ends a wait under way', async () => {
  let torn = 0;
  const source = new Observable<number>((subscriber) => {
    subscriber.next(1);
    return () => {
      torn += 1;
    };
  });
  for await (const item of observableItems(source)) {
    expect(item).toBe(1);
    break;
  }
  expect(torn).toBe(1);
  const items = observableItems(NEVER)[Symbol.asyncIterator]();
  const waiting = items.next();
  await items.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test('a source that is too fast for its reader is ended with too_large, after what had come', async () => {
  let produced = 0;
  const endless = new Observable<number>((subscriber) => {
    while (!subscriber.closed && produced < 100_000) subscriber.next(produced++);
  });
  const items = observableItems(endless)[Symbol.asyncIterator]();
  let read = 0;
  const failure = await (async () => {
    for (;;) {
      if ((await items.next()).done) return undefined;
      read += 1;
    }
  })().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'too_large' });
  expect(read).toBe(65_537);
});

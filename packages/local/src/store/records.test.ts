import { afterEach, describe, expect, test } from 'vitest';
import { MemoryRecords } from './memory-records.ts';
import type { Records } from './records.ts';
import { SqliteRecords } from './sqlite-records.ts';

const stores: Record<string, () => Records> = {
  memory: () => new MemoryRecords(),
  sqlite: () => new SqliteRecords(':memory:'),
};

describe.each(Object.keys(stores))('records in %s', (name) => {
  let records: Records;
  afterEach(() => records.close());
  const filled = () => {
    records = (stores[name] as () => Records)();
    for (const id of ['a', 'b', 'c', 'd', 'e']) records.put('file', 'p', id, { id });
    return records;
  };
  const ids = (query: Parameters<Records['list']>[2] = {}, scope = 'p') => {
    const page = records.list<{ id: string }>('file', scope, query);
    return [page.items.map(({ id }) => id).join(''), page.hasMore];
  };

  test('are listed in the order of their creation, which a change keeps', () => {
    filled().put('file', 'p', 'b', { id: 'B' });
    expect(ids()).toEqual(['aBcde', false]);
    expect(ids({ order: 'desc' })).toEqual(['edcBa', false]);
  });

  test('are paged from a cursor, filtered before they are counted', () => {
    filled();
    expect(ids({ after: 'b', limit: 2 })).toEqual(['cd', true]);
    expect(ids({ after: 'c', limit: 2 })).toEqual(['de', false]);
    expect(ids({ after: 'd', limit: 2, order: 'desc' })).toEqual(['cb', true]);
    expect(ids({ after: 'unknown' })).toEqual(['', false]);
    const vowel = (value: unknown) => 'ae'.includes((value as { id: string }).id);
    expect(ids({ limit: 2, where: vowel })).toEqual(['ae', false]);
    expect(ids({ limit: 1, where: vowel })).toEqual(['a', true]);
  });

  test('are seen in their own scope only', () => {
    filled().put('file', 'q', 'a', { id: 'q' });
    expect(ids({}, 'q')).toEqual(['q', false]);
    expect(records.get('file', 'q', 'b')).toBeUndefined();
    expect(records.delete('file', 'q', 'b')).toBe(false);
    expect(records.everywhere('file')).toHaveLength(6);
    records.clear('file', 'p');
    expect(records.everywhere('file')).toEqual([{ scope: 'q', id: 'a', value: { id: 'q' } }]);
  });

  test('of a transaction that throws are as they were, order included', () => {
    filled();
    const work = () =>
      records.transaction(() => {
        records.delete('file', 'p', 'b');
        records.put('file', 'p', 'c', { id: 'C' });
        records.put('file', 'p', 'f', { id: 'f' });
        records.transaction(() => records.clear('file', 'p'));
        throw new Error('no');
      });
    expect(work).toThrow('no');
    expect(ids()).toEqual(['abcde', false]);
  });

  test('are copies: changing what was read changes nothing', () => {
    filled();
    (records.get<{ id: string }>('file', 'p', 'a') as { id: string }).id = 'changed';
    expect(records.get('file', 'p', 'a')).toEqual({ id: 'a' });
  });
});

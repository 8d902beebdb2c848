import type { RecordPage, RecordQuery } from './records.ts';

/** The page of a walk over serialised records that are already in order and begin after the cursor. */
export function pageOf<T>(rows: Iterable<string>, query: RecordQuery<T>): RecordPage<T> {
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const items: T[] = [];
  for (const row of rows) {
    const value = JSON.parse(row) as T;
    if (query.where && !query.where(value)) continue;
    if (items.length === limit) return { items, hasMore: true };
    items.push(value);
  }
  return { items, hasMore: false };
}

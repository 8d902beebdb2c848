import { expect, test } from 'vitest';
import { newId } from './new-id.ts';

test('ids have their prefix, the length asked for, and do not repeat', () => {
  const ids = Array.from({ length: 10_000 }, () => newId('file-'));
  expect(ids.every((id) => /^file-[0-9A-Za-z]{24}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

import { expect, test } from 'vitest';
import { refusalOf } from './refusal-of.ts';

test.each([
  [{ code: 'ENOSPC' }, 507],
  [{ code: 'EIO' }, 503],
  [{ code: 'EMFILE' }, 503],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, 503],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 261 }, 503],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 507],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 1 }, 500],
  [new Error('a detail that is nobody\u2019s business'), 500],
  [undefined, 500],
])('%o is a %i', (error, status) => {
  const refusal = refusalOf(error);
  expect(refusal.status).toBe(status);
  expect(refusal.message).not.toContain('business');
});

import { describe, expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './retry-delay.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('how long a service asks to wait', () => {
  test.each([
    [{ 'retry-after-ms': '120' }, 120],
    [{ 'retry-after-ms': '120.5' }, 120.5],
    [{ 'retry-after-ms': '0' }, 0],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': ' 2 ' }, 2000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': new Date(NOW + 5000).toUTCString() }, 5000],
    [{ 'retry-after': new Date(NOW - 5000).toUTCString() }, 0],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after-ms': '-1', 'retry-after': '9' }, 9000],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '150ms' }, 150],
    [
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      360_000,
    ],
    [
      {
        'x-ratelimit-remaining-requests': '5',
        'x-ratelimit-reset-requests': '6m0s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '1s',
      },
      1000,
    ],
    [{ 'retry-after': '2', 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, 2000],
  ] as const)('%j is %d ms', (headers, ms) => {
    expect(retryAfterMs(headers as unknown as Record<string, string>, NOW)).toBe(ms);
  });

  test.each([
    [{}],
    [{ 'retry-after': '-5' }],
    [{ 'retry-after': 'soon' }],
    [{ 'retry-after': '' }],
    [{ 'retry-after': 'Infinity' }],
    [{ 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '6m0s' }],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'soon' }],
  ])('%j is nothing', (headers) =>
    expect(retryAfterMs(headers as unknown as Record<string, string>, NOW)).toBeUndefined(),
  );
});

describe('how long to back off where it asks nothing', () => {
  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
    [6, 8000],
    [50, 8000],
  ])('after attempt %d at most %d ms, and at least three quarters of it', (attempt, ms) => {
    expect(backoffMs(attempt, 0)).toBe(ms);
    expect(backoffMs(attempt, 1)).toBe(ms * 0.75);
  });

  test('callers who failed together do not come back together', () => {
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(1))).size).toBeGreaterThan(10);
  });
});

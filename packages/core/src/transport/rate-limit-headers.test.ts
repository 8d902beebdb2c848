import { expect, test } from 'vitest';
import { readRateLimit } from './rate-limit-headers.ts';

const NOW = Date.UTC(2026, 0, 1);

const headers = (dimension: string, limit: string, remaining: string, reset?: string) => ({
  [`x-ratelimit-limit-${dimension}`]: limit,
  [`x-ratelimit-remaining-${dimension}`]: remaining,
  ...(reset === undefined ? {} : { [`x-ratelimit-reset-${dimension}`]: reset }),
});

test('all six headers are read', () => {
  const six = { ...headers('requests', '60', '59', '1s'), ...headers('tokens', '150000', '149984', '6m0s') };
  expect(readRateLimit(six, NOW)).toEqual({
    requests: { limit: 60, remaining: 59, resetMs: 1000 },
    tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
  });
});

test('a dimension that is not reported is absent', () => {
  expect(readRateLimit(headers('tokens', '10', '0', '20ms'), NOW)).toEqual({
    tokens: { limit: 10, remaining: 0, resetMs: 20 },
  });
});

test.each([
  ['a duration', '1m26.4s', 86_400],
  ['seconds', '30', 30_000],
  ['a moment in seconds', String(NOW / 1000 + 90), 90_000],
  ['a moment in milliseconds', String(NOW + 1500), 1500],
  ['a moment that is past', String(NOW / 1000 - 90), 0],
  ['nothing', undefined, 0],
  ['garbage', 'soon', 0],
  ['a negative number', '-5', 0],
])('a reset that is %s', (_, reset, resetMs) => {
  expect(readRateLimit(headers('requests', '1', '0', reset), NOW)?.requests?.resetMs).toBe(resetMs);
});

test.each([
  ['there are none', {}],
  ['the limit is missing', { 'x-ratelimit-remaining-requests': '1' }],
  ['they are no numbers', headers('requests', 'many', 'some', '1s')],
  ['they are empty', headers('requests', '', '', '')],
])('no snapshot where %s', (_, given) => expect(readRateLimit(given, NOW)).toBeUndefined());

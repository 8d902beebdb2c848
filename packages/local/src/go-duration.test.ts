import { expect, test } from 'vitest';
import { goDuration } from './go-duration.ts';

test.each([
  [0, '0s'],
  [-5, '0s'],
  [0.0001, '100ns'],
  [0.25, '250µs'],
  [20, '20ms'],
  [1_000, '1s'],
  [1_500, '1.5s'],
  [59_760, '59.76s'],
  [86_400, '1m26.4s'],
  [360_000, '6m0s'],
  [86_400_000, '24h0m0s'],
  [3_600_500, '1h0m0.5s'],
])('%f ms is %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});

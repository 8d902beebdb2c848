import { expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from './go-duration.ts';

const DURATIONS = [
  ['0s', 0],
  ['20ms', 20],
  ['346ms', 346],
  ['1s', 1000],
  ['1.5s', 1500],
  ['8.64s', 8640],
  ['59.76s', 59_760],
  ['1m26.4s', 86_400],
  ['2m52.8s', 172_800],
  ['6m0s', 360_000],
  ['24h0m0s', 86_400_000],
  ['114h18m0s', 411_480_000],
  ['1h0m0.5s', 3_600_500],
] as const;

test.each([...DURATIONS, ['250µs', 0.25], ['250μs', 0.25], ['250us', 0.25], ['100ns', 0.0001]] as const)(
  '%s is %d ms',
  (text, ms) => expect(parseGoDuration(text)).toBe(ms),
);

test.each(DURATIONS)('%s is also how %d ms are written', (text, ms) => expect(formatGoDuration(ms)).toBe(text));

test.each(['', '5', 's', '1 s', '-1s', '1s ', '1d', '1m30', 'soon', '1.s', '.5s', 'NaNs'])(
  '%j is no duration',
  (text) => expect(parseGoDuration(text)).toBeUndefined(),
);

test.each([
  [-1, '0s'],
  [Number.NaN, '0s'],
  [0.2, '1ms'],
  [999.7, '1s'],
  [59_999.9, '1m0s'],
])('%d ms are written %s', (ms, text) => expect(formatGoDuration(ms)).toBe(text));

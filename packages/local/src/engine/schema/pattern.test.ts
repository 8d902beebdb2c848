import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../text/random.ts';
import { parsePattern } from './parse-pattern.ts';
import { matchesPattern, type Pattern, samplePattern } from './pattern.ts';

const PATTERNS = [
  '^[a-z]+$',
  '\\d{3}-\\d{4}',
  '^(?:red|green|blue)$',
  '^\\w+@\\w+\\.(com|org)$',
  '^[^\\s,]{2,5}$',
  'a.c',
  '^#[0-9A-Fa-f]{6}$',
  '^\\+?[1-9]\\d{1,14}$',
  '^$',
  '[\\-\\]x]',
  '^\\u0041\\x42{2,}$',
  '^(?<year>\\d{4})$',
  '^.*b$',
];

function parsed(source: string): Pattern {
  const pattern = parsePattern(source);
  if ('problem' in pattern) throw new Error(pattern.problem);
  return pattern;
}

test.each(PATTERNS)('samples of %s match it', (source) => {
  const random = seededRandom(1);
  for (const stretch of [0, 1, 3])
    expect(samplePattern(parsed(source), random, stretch)).toMatch(new RegExp(source, 'u'));
});

test('matching agrees with the platform', () => {
  assert(
    property(constantFrom(...PATTERNS), string({ unit: constantFrom(...'abcxyzAB019-#@., \n]') }), (source, text) => {
      expect(matchesPattern(parsed(source), text)).toBe(new RegExp(source, 'u').test(text));
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

describe('what cannot be made is told', () => {
  test.each(['(?=a)b', '(?<!a)b', '(a)\\1', '\\bx', '\\p{Script=Greek}', '[', 'a{3000}', 'x'.repeat(2_000)])(
    '%s',
    (source) => {
      expect(parsePattern(source)).toEqual({ problem: expect.stringContaining('the pattern') });
    },
  );
});

test.each([
  ['^(a+)+$', `${'a'.repeat(60)}!`],
  ['^(a|a)*b$', 'a'.repeat(5_000)],
  ['(x+x+)+y', 'x'.repeat(3_000)],
])('a match of %s is given up in time', (source, text) => {
  const started = performance.now();
  expect(matchesPattern(parsed(source), text)).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});

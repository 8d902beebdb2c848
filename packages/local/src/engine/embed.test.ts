import { expect, test } from 'vitest';
import { embed } from './embed.ts';

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

test('vectors have unit length and the size asked for', () => {
  for (const dimensions of [256, 1_536]) {
    for (const vector of embed(['The cat sleeps on the mat.', '', '\u{1F600}', 'a'], dimensions)) {
      expect(vector).toHaveLength(dimensions);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
  }
  expect(embed(['x'])[0]).toHaveLength(1_536);
});

test('texts in like wording are nearer than others', () => {
  const [cat, cats, tax] = embed([
    'The cat sleeps on the mat',
    'Cats sleep on mats',
    'Quarterly tax returns are due in April',
  ]);
  expect(dot(cat!, cats!)).toBeGreaterThan(0.4);
  expect(dot(cat!, tax!)).toBeLessThan(0.2);
});

test('the same text has the same vector', () => {
  expect(embed(['Colloquy'])).toEqual(embed(['Colloquy']));
});

test.each([0, -1, 1.5, 4_000, Number.NaN])('%d dimensions are refused', (dimensions) => {
  expect(() => embed(['x'], dimensions)).toThrow('dimensions must be a whole number');
});

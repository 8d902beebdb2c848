import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparisons } from './comparisons.ts';
import { figures, readResults, withFigures } from './documents.ts';
import type { Results } from './results.ts';

const results = readResults() as Results;

test.each(figures)('the figures of $path are those of results.json', (figure) => {
  const text = readFileSync(new URL(`../../../${figure.path}`, import.meta.url), 'utf8');
  expect(text).toBe(withFigures(figure, results));
});

test('results.json has every bench', () => {
  expect(results.results.map(({ name }) => name)).toEqual(comparisons.map(({ name }) => name));
});

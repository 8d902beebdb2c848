import { describe, expect, test } from 'vitest';
import { matchesGlob } from './glob.ts';
import { destinations, readModelRoutes } from './model-routes.ts';

test.each([
  ['*', 'anything/at:all', true],
  ['gpt-4o', 'gpt-4o', true],
  ['gpt-4o', 'gpt-4o-mini', false],
  ['gpt-*', 'gpt-', true],
  ['gpt-*-mini', 'gpt-4o-mini', true],
  ['gpt-*-mini', 'gpt-mini', false],
  ['*mini*', 'gpt-4o-mini-2024', true],
  ['a*b*c', 'a1c2b3c', true],
  ['a*b*c', 'acb', false],
  ['a.c', 'abc', false],
  ['aba*aba', 'aba', false],
])('%s and %s: %s', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

test('a glob of many stars takes no longer than its text is long', () => {
  const began = performance.now();
  expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(100);
});

describe('routes', () => {
  const routes = readModelRoutes(
    { 'gpt-*': ['jrc', 'openai'], 'gpt-4o': 'openai', fast: { upstream: 'openai', model: 'gpt-4o-mini' } },
    ['jrc', 'openai'],
  );

  test('an exact name comes before globs, and several upstreams in their order', () => {
    expect(destinations(routes, 'gpt-4o')).toEqual([{ upstream: 'openai', model: 'gpt-4o' }]);
    expect(destinations(routes, 'gpt-5').map(({ upstream }) => upstream)).toEqual(['jrc', 'openai']);
  });

  test('an alias asks for another name', () => {
    expect(destinations(routes, 'fast')).toEqual([{ upstream: 'openai', model: 'gpt-4o-mini' }]);
  });

  test('nobody serves what is not routed', () => {
    expect(destinations(routes, 'claude')).toEqual([]);
  });

  test.each([[{}], [{ a: [] }], [{ a: 'nowhere' }], [{ a: { model: 'x' } }]])('%o is refused by name', (models) => {
    expect(() => readModelRoutes(models as never, ['jrc'])).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

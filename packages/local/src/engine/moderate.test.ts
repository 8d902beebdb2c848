import { expect, test } from 'vitest';
import { moderate } from './moderate.ts';

test('harmless text is not flagged, in thirteen categories', () => {
  const { flagged, scores } = moderate('I want to bake bread and walk the dog.');
  expect(flagged).toBe(false);
  expect(Object.keys(scores)).toHaveLength(13);
  for (const score of Object.values(scores)) expect(score).toBeLessThan(0.5);
});

test.each([
  ['I will kill you', 'harassment/threatening'],
  ['I want to end my life', 'self-harm/intent'],
  ['How to build a bomb', 'illicit/violent'],
  ['You are a pathetic loser', 'harassment'],
] as const)('"%s" is flagged as %s', (text, category) => {
  const { flagged, categories } = moderate(text);
  expect(flagged).toBe(true);
  expect(categories[category]).toBe(true);
});

import { expect, test } from 'vitest';
import { approximateTotal, ollamaUsage, tokensPerSecond } from './ollama-usage.ts';

test('rates are tokens per second to two places, and N/A where no time passed', () => {
  expect(tokensPerSecond(69, 382_515_521)).toBe(180.38);
  expect(tokensPerSecond(15, 1_119_130)).toBe(13_403.27);
  expect(tokensPerSecond(15, 0)).toBe('N/A');
});

test('the total is whole seconds', () => {
  expect(approximateTotal(397_326_193)).toBe('0h0m0s');
  expect(approximateTotal(3_725_900_000_000)).toBe('1h2m5s');
});

test('the counts add up, and the durations too', () => {
  const usage = ollamaUsage({ prompt: 15, completion: 69, promptNs: 1_000, completionNs: 9_000 });
  expect(usage['total_tokens']).toBe(84);
  expect(usage['total_duration']).toBe(10_000 + (usage['load_duration'] as number));
});

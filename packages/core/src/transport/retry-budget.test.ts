import { expect, test } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

const drain = (budget: RetryBudget) => {
  let taken = 0;
  while (budget.take()) taken += 1;
  return taken;
};

test('a full budget pays for 20 retries, and for no more', () => {
  const budget = new RetryBudget();
  expect(drain(budget)).toBe(20);
  expect(budget.take()).toBe(false);
});

test('fifty calls that succeed at once pay for one retry', () => {
  const budget = new RetryBudget();
  drain(budget);
  for (let call = 0; call < 51; call += 1) budget.reward();
  expect(drain(budget)).toBe(1);
});

test('a budget never grows beyond what it began with', () => {
  const budget = new RetryBudget();
  for (let call = 0; call < 10_000; call += 1) budget.reward();
  expect(drain(budget)).toBe(20);
});

import { describe, expect, test } from 'vitest';
import { readFacts } from './prompt-facts.ts';

test('a prompt is read for values of every kind', () => {
  const facts = readFacts(
    'Fly from Paris to New York on March 5, 2027 at 14:30 for 2 people at 1,250.50, seat "12A", mail bob@example.org, see https://example.com/a?b=1.',
  );
  expect(facts).toMatchObject({
    numbers: [2, 1250.5],
    quoted: ['12A'],
    emails: ['bob@example.org'],
    urls: ['https://example.com/a?b=1'],
    dates: ['2027-03-05'],
    times: ['14:30'],
    origins: ['Paris'],
    destinations: ['New York'],
  });
});

test('several places are several', () => {
  expect(readFacts("What's the weather in Paris, San Francisco and Tokyo?").places).toEqual([
    'Paris',
    'San Francisco',
    'Tokyo',
  ]);
});

test('a word that begins a sentence is a name only where it acts like one', () => {
  expect(readFacts('Extract this. Alice is here. We met Bob.').names).toEqual(['Alice', 'Bob']);
});

test('numbers spelled out count where there are no digits', () => {
  expect(readFacts('Add three and four').numbers).toEqual([3, 4]);
});

describe('hostile prompts cost milliseconds', () => {
  test.each([
    'a',
    '(',
    'A ',
    'A, ',
    '1 ',
    '1-',
    'a-',
    "'",
    '"',
    'a:',
    'a=b:',
    ' ',
    '.',
    'To A and ',
    '1,',
    '\u{1F600}',
    'aA1_',
    '1:00 ',
    '@a.',
  ])('%j over and over', (unit) => {
    const text = unit.repeat(Math.ceil(8_000 / unit.length));
    const started = performance.now();
    readFacts(text);
    expect(performance.now() - started).toBeLessThan(400);
  });
});

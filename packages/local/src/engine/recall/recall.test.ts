import { expect, test } from 'vitest';
import { Recall } from './recall.ts';

const recall = new Recall([
  { question: 'What is the capital of Syldavia?', answer: 'Klow' },
  { question: 'Who founded Klow?', answer: 'Ottokar' },
  { question: 'When is the museum open on Monday?', answer: 'From ten to five.' },
  { question: 'Who are you?', answer: 'The guide of Klow.' },
  { question: 'How do I start the red pump?', answer: 'Turn the left valve.' },
  { question: '\u4f60\u597d\u5417', answer: '\u6211\u5f88\u597d' },
  { question: 'How many rooms does hotel 12 have?', answer: 'Forty.' },
]);

test.each([
  ['What is the capital of Syldavia?', 'Klow'],
  ['what is the capital of syldavia', 'Klow'],
  ["What's Syldavia's capital?", 'Klow'],
  ['Please tell me: what is the capital of Syldavia?', 'Klow'],
  ['What is the captial of Syldavia?', 'Klow'],
  ['Which city is the capital of Syldavia?', 'Klow'],
  ['Who are you?', 'The guide of Klow.'],
  ['Do you know when the museum is open on Monday?', 'From ten to five.'],
  ['How can I start the red pump', 'Turn the left valve.'],
  ['\u4f60\u597d\u5417\uff1f', '\u6211\u5f88\u597d'],
])('%s is a question that was taught', (question, answer) => {
  expect(recall.find(question)).toBe(answer);
});

test.each([
  'What is the capital of Borduria?',
  'When was Klow founded?',
  'Who painted Klow?',
  'When is the museum open on Sunday?',
  'When is the museum not open on Monday?',
  'How do I start the blue pump?',
  'How do I stop the red pump?',
  'How many rooms does hotel 13 have?',
  'Hello!',
  'Who is she?',
  '',
])('"%s" is not', (question) => {
  expect(recall.find(question)).toBeUndefined();
});

test('what was taught last holds', () => {
  const twice = new Recall([
    { question: 'Who leads?', answer: 'Ada' },
    { question: 'Who leads?', answer: 'Bea' },
  ]);
  expect(twice.find('who leads')).toBe('Bea');
});

test('ten thousand taught questions are searched in milliseconds', () => {
  const large = new Recall(
    Array.from({ length: 10_000 }, (_, i) => ({
      question: `What is stored in box ${i} of shelf ${i % 100}?`,
      answer: `Thing ${i}`,
    })),
  );
  const started = performance.now();
  expect(large.find('what is stored in box 4321 of the shelf 21')).toBe('Thing 4321');
  expect(performance.now() - started).toBeLessThan(100);
});

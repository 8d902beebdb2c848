import { describe, expect, test } from 'vitest';
import * as providers from '../providers/index.ts';
import { defineProvider } from './define-provider.ts';

describe('a provider', () => {
  test('is OpenAI’s way where nothing else is said', () => {
    const mine = defineProvider({ name: 'my-gpt', baseURL: 'https://gpt.example.org/v1/' });
    expect(mine).toMatchObject({
      name: 'my-gpt',
      label: 'my-gpt',
      baseURL: 'https://gpt.example.org/v1',
      apiKeyEnv: 'MY_GPT_API_KEY',
      keyRequired: true,
      endpoints: ['chat', 'models'],
      stability: 'stable',
      quirks: { streamDefault: false, timeUnit: 's', chatShape: 'openai', swallows: [] },
    });
  });

  test('extended keeps what is not replaced, quirk by quirk', () => {
    const mine = providers.eugpt.extend({ name: 'mine', baseURL: 'http://localhost:1/v1', quirks: { timeUnit: 's' } });
    expect(mine.quirks).toEqual({ ...providers.eugpt.quirks, timeUnit: 's' });
    expect(mine.endpoints).toEqual(providers.eugpt.endpoints);
    expect(providers.eugpt.quirks.timeUnit).toBe('ms');
    expect(mine.extend({ endpoints: ['chat'] }).endpoints).toEqual(['chat']);
  });

  test.each([
    [{ name: 'campus' }, 'CAMPUS_API_KEY'],
    [{ name: 'campus', apiKeyEnv: 'KEY' }, 'KEY'],
    [{ baseURL: 'http://localhost:1/v1' }, 'OPENAI_API_KEY'],
  ])('extended by %j has its key in %s', (changes, variable) => {
    expect(providers.openai.extend(changes).apiKeyEnv).toBe(variable);
  });

  test('cannot be changed, and does not change with what it was made of', () => {
    const endpoints = ['chat'] as 'chat'[];
    const mine = defineProvider({ name: 'mine', baseURL: 'http://h/v1', endpoints });
    endpoints.length = 0;
    expect(mine.endpoints).toEqual(['chat']);
    for (const part of [mine, mine.quirks, mine.endpoints]) expect(Object.isFrozen(part)).toBe(true);
  });

  test.each([
    ['name', { name: '', baseURL: 'http://h' }],
    ['name', { name: 'two words', baseURL: 'http://h' }],
    ['name', { name: 7 as unknown as string, baseURL: 'http://h' }],
    ['baseURL', { name: 'a', baseURL: 'host/v1' }],
    ['baseURL', { name: 'a', baseURL: 'ftp://host/v1' }],
    ['baseURL', { name: 'a', baseURL: 'https://user:secret@host/v1' }],
    ['baseURL', { name: 'a', baseURL: 'https://host/v1?key=secret' }],
    ['baseURL', { name: 'a', baseURL: 'https://host/v1#x' }],
    ['baseURL', { name: 'a', baseURL: undefined as unknown as string }],
  ])('with a bad %s is refused: %j', (param, input) => {
    let thrown: unknown;
    try {
      defineProvider(input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'configuration', param });
    expect(String((thrown as Error).message)).not.toContain('secret');
  });
});

const { defineProvider: _, ...shipped } = providers;

test.each(Object.entries(shipped))('%s is complete, and says when its facts were checked', (_name, provider) => {
  expect(provider.name).toMatch(/^[a-z]+$/);
  expect(provider.label).not.toBe(provider.name);
  expect(provider.checked).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(provider.endpoints.length).toBeGreaterThan(0);
  expect(provider.apiKeyEnv).toBe(`${provider.name.toUpperCase()}_API_KEY`);
});

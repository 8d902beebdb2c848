import { expect, test } from 'vitest';
import * as providers from '../providers/index.ts';
import { needsNormalising } from './needs-normalising.ts';
import { normalise } from './normalise.ts';
import type { Provider, ProviderQuirks } from './provider.ts';

const { openai } = providers;

test.each([
  ...Object.values(providers).filter((value): value is Provider => typeof value === 'object'),
  ...(
    [
      { maxTokens: 'max_tokens' },
      { swallows: ['n'] },
      { streamUsage: 'always' },
      { chatShape: 'loose' },
      { responseItems: 'nameless' },
      { modelsShape: 'data-only' },
      { filesShape: 'open-webui' },
    ] as Partial<ProviderQuirks>[]
  ).map(
    (quirks): Provider => ({ ...openai, name: Object.keys(quirks).join(), quirks: { ...openai.quirks, ...quirks } }),
  ),
])('$name needs normalising exactly where there is something to normalise', (provider) => {
  expect(needsNormalising(provider)).toBe(normalise(provider) !== undefined);
});

test('OpenAI needs none, and a quirk of its own makes it need some', () => {
  expect(needsNormalising(openai)).toBe(false);
  expect(needsNormalising({ ...openai, quirks: { ...openai.quirks, chatShape: 'loose' } })).toBe(true);
});

import { countTokens as reference } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { p99Delay, turnTimes } from '../../../test/turn-times.ts';
import { countMessageTokens, countTokens, tokenBound } from './count-tokens.ts';
import { loadTokenizer } from './tokenizer.ts';

const PROSE =
  'The quick brown fox, 123 years old, jumped over na\u00efve caf\u00e9 dogs. "Well," it said; let us go on!\n\n';

test.each([
  ['prose', PROSE.repeat(200)],
  ['code', 'function add(a: number, b: number) {\n    return a + b; // sum\n}\n'.repeat(300)],
  ['Chinese', '\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u3002'.repeat(500)],
  ['nothing', ''],
])('counts %s exactly as the tokenizer does', async (_, text) => {
  expect(await countTokens(text)).toBe(reference(text));
});

test('text that looks like a special token is text', async () => {
  expect(await countTokens('<|endoftext|>')).toBeGreaterThan(1);
});

describe('hostile text', () => {
  test.each([
    ['a million times the same letter', 'a'.repeat(1_000_000)],
    ['a million spaces', ' '.repeat(1_000_000)],
    ['250,000 emoji', '\u{1F600}'.repeat(250_000)],
    [
      'a million letters in no order',
      Array.from({ length: 1_000_000 }, (_, i) => String.fromCharCode(97 + ((i * 7919 + (i >> 3) * 31) % 26))).join(''),
    ],
  ])('%s leaves the event loop free', async (_, text) => {
    await loadTokenizer();
    let count = 0;
    const times = await turnTimes(async () => {
      count = await countTokens(text);
      // One more turn, so that the last stretch of counting is measured too.
      await new Promise(setImmediate);
    });
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(tokenBound(text));
    expect(p99Delay(times)).toBeLessThan(50);
  });
});

test('a message costs three tokens besides its words, and the reply three more', async () => {
  const hello = (await countTokens('user')) + (await countTokens('Hello!'));
  expect(await countMessageTokens([{ role: 'user', content: 'Hello!' }])).toBe(3 + 3 + hello);
  expect(await countMessageTokens([{ role: 'user', content: 'Hello!', name: 'bob' }])).toBe(3 + 3 + hello + 1 + 1);
});

test('the tokens of a text join to it, whatever characters they split', async () => {
  const text = 'H\u00e9 \u{1F469}\u200D\u{1F467} \u4f60\u597d <|endoftext|> end';
  const tokens = (await loadTokenizer()).split(text);
  expect(tokens.map((token) => token.text).join('')).toBe(text);
  expect(Buffer.concat(tokens.map((token) => token.bytes)).toString()).toBe(text);
});

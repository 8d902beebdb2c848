import { expect, test } from 'vitest';
import { estimateRequest } from './estimate-request.ts';
import { estimateTokens } from './token-estimate.ts';

const messages = [{ role: 'user', content: 'twelve bytes' }];

test('a token is four bytes of UTF-8, names and roles included, rounded up', () => {
  expect(estimateTokens({ messages: [{ role: 'user', content: 'é' }] }, true).prompt).toBe(2);
  expect(estimateTokens({ messages }, true).prompt).toBe(4);
});

test.each([
  [{ max_tokens: 10 }, 10, true],
  [{ max_completion_tokens: 10, max_tokens: 50 }, 10, true],
  [{ max_output_tokens: 16 }, 16, true],
  [{ max_tokens: 10, n: 3 }, 30, true],
  [{ max_tokens: null }, 1_024, false],
  [{ n: 2 }, 2_048, false],
])('%o generates at most %i', (fields, output, bounded) => {
  const least = bounded ? 4 + output : 20;
  expect(estimateTokens({ messages, ...fields }, true)).toMatchObject({ output, least });
});

test.each([0, -5, 1.5, Number.NaN, Infinity, '10', true, {}])('max_tokens %s is refused by name', (bad) => {
  for (const param of ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'n']) {
    expect(() => estimateTokens({ messages, [param]: bad }, true)).toThrow(
      expect.objectContaining({ code: 'invalid_request', param }),
    );
  }
});

test('bounds whose product is no whole number any more are refused', () => {
  const huge = { max_tokens: Number.MAX_SAFE_INTEGER, n: 128 };
  expect(() => estimateTokens(huge, true)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});

test('an image costs a thousand tokens, whatever the length of its base64', () => {
  const url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
  const prompt = estimateTokens({ messages: [{ content: [{ image_url: { url } }] }] }, true).prompt;
  expect(prompt).toBe(1_000);
});

test('a request nested deeper than the stack is measured', () => {
  let nested: unknown = 'word';
  for (let depth = 0; depth < 200_000; depth += 1) nested = [nested];
  expect(estimateTokens({ input: nested }, false).prompt).toBe(1);
});

test('requests that cost nothing are told apart, and bodies of bytes are read', () => {
  const headers = {};
  const body = Buffer.from(JSON.stringify({ messages, max_tokens: 6 }));
  expect(estimateRequest({ method: 'POST', path: '/chat/completions', headers, body }).total).toBe(10);
  expect(estimateRequest({ method: 'POST', path: '/embeddings', headers, body: { input: 'four' } })).toMatchObject({
    total: 1,
  });
  expect(estimateRequest({ method: 'GET', path: '/models', headers }).total).toBe(0);
  expect(estimateRequest({ method: 'POST', path: '/files', headers, body: { input: 'four' } }).total).toBe(0);
  expect(estimateRequest({ method: 'POST', path: '/responses', headers, body: Buffer.from('{"a') }).prompt).toBe(1);
});

test('a megabyte of one letter is estimated without holding up the process', () => {
  const began = performance.now();
  for (let turn = 0; turn < 100; turn += 1) estimateTokens({ input: 'a'.repeat(1_000_000) }, true);
  expect((performance.now() - began) / 100).toBeLessThan(20);
});

import { describe, expect, test } from 'vitest';
import { checkParsed, parseJson } from './parse-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('parseJson', () => {
  test('strings may hold what looks like structure', () => {
    const value = { text: '[[[{{{"\\', more: '\\"{' };
    expect(parse(JSON.stringify(value))).toEqual(value);
  });

  test('128 levels are read, 129 are refused', () => {
    expect(parse(nested(128))).toHaveProperty('a');
    expect(() => parse(nested(129))).toThrow(expect.objectContaining({ status: 400 }));
  });

  test('brackets in strings do not count as levels', () => {
    expect(parse(JSON.stringify({ text: '['.repeat(1000) }))).toHaveProperty('text');
  });

  test('a key that reaches for the prototype is dropped, at any depth and however it is spelled', () => {
    expect(JSON.stringify(parse('{"a":[{"__proto__":{"x":1}}],"\\u005f_proto__":{"x":1}}'))).toBe('{"a":[{}]}');
  });

  test('half a surrogate comes through as it is', () => {
    expect(parse('{"text":"\\ud83d"}')).toEqual({ text: '\ud83d' });
  });

  test.each(['', ' ', 'null', '1', '"x"', '[]', '{', '{"a":1,}', "{'a':1}"])('%j is refused with 400', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid_request', status: 400 }));
  });

  test('10 MB of text are checked and parsed in well under a second', () => {
    const text = JSON.stringify({ input: 'word "quoted" \\ '.repeat(600_000) });
    const began = performance.now();
    parse(text);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('checkParsed', () => {
  test('what a body parser made is checked the same', () => {
    expect(checkParsed({ a: 1 })).toEqual({ a: 1 });
    expect(() => checkParsed([])).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => checkParsed(JSON.parse(nested(200)))).toThrow(expect.objectContaining({ status: 400 }));
  });
});

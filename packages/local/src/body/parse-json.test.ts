import { describe, expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('depth', () => {
  test('128 levels are read, 129 are refused', () => {
    expect(parse('['.repeat(128) + ']'.repeat(128))).toBeInstanceOf(Array);
    expect(() => parse('['.repeat(129) + ']'.repeat(129))).toThrow(/deeper than 128/);
  });

  test('brackets in strings do not count', () => {
    expect(parse(JSON.stringify('['.repeat(500)))).toHaveLength(500);
    expect(parse('{"a":"\\"[[["}')).toEqual({ a: '"[[[' });
  });
});

test('keys that reach for prototypes are dropped at every level, however they are spelled', () => {
  const value = parse('{"a":[{"__proto__":{"x":1},"b":2}],"\\u005f_proto__":{"y":1}}') as { a: object[] };
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(['a']);
  expect(Object.keys(value.a[0] as object)).toEqual(['b']);
});

test('bytes that are not UTF-8 are refused as such', () => {
  expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(/UTF-8/);
});

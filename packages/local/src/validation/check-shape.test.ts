import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal/refusal.ts';
import { checkShape } from './check-shape.ts';
import { optional, type Shape } from './shape.ts';

const SHAPE: Shape = {
  name: { type: 'string', required: true, min: 1, max: 3 },
  kind: { type: ['string', 'null'], values: ['a', 'b'] },
  count: { type: ['integer', 'null'], min: 1, max: 5 },
  share: { type: 'number', min: 0, above: true },
  list: { type: 'array', min: 1, max: 2, each: { type: 'string' } },
  inner: { type: 'object', fields: { on: optional.boolean } },
};

function refused(body: object, style: 'legacy' | 'named' | 'ignore' = 'named'): [string | null, string | null] {
  try {
    checkShape({ name: 'x', ...body }, SHAPE, style);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return [(error as Refusal).code, (error as Refusal).param];
  }
  return [null, 'taken'];
}

describe('a body', () => {
  test.each([
    [{ name: undefined }, 'missing_required_parameter', 'name'],
    [{ name: '' }, 'string_below_min_length', 'name'],
    [{ name: 'long' }, 'string_above_max_length', 'name'],
    [{ kind: 'c' }, 'invalid_value', 'kind'],
    [{ count: 0 }, 'integer_below_min_value', 'count'],
    [{ count: 6 }, 'integer_above_max_value', 'count'],
    [{ count: 1.5 }, 'invalid_type', 'count'],
    [{ share: 0 }, 'decimal_below_min_value', 'share'],
    [{ share: Number.POSITIVE_INFINITY }, 'invalid_type', 'share'],
    [{ list: [] }, 'empty_array', 'list'],
    [{ list: ['a', 1] }, 'invalid_type', 'list[1]'],
    [{ list: ['a', 'b', 'c'] }, 'array_above_max_length', 'list'],
    [{ inner: { on: 1 } }, 'invalid_type', 'inner.on'],
    [{ inner: { off: true } }, 'unknown_parameter', 'inner.off'],
    [{ other: 1 }, 'unknown_parameter', 'other'],
  ])('%o is refused with %s at %s', (body, code, param) => {
    expect(refused(body)).toEqual([code, param]);
  });

  test('that fits is taken, with null where null is allowed', () => {
    expect(refused({ kind: null, count: 5, share: 0.1, list: ['a'], inner: { on: null } })).toEqual([null, 'taken']);
  });

  test('with unknown keys is refused without a param in chat\u2019s old words, and taken where they are ignored', () => {
    expect(refused({ other: 1 }, 'legacy')).toEqual([null, null]);
    expect(refused({ other: 1 }, 'ignore')).toEqual([null, 'taken']);
  });
});

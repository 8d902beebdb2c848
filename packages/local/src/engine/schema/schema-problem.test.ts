import { describe, expect, test } from 'vitest';
import { schemaProblem } from './schema-problem.ts';

describe('a schema that can be honoured has no problem', () => {
  test.each([
    [{}],
    [{ type: 'object' }],
    [{ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'x', type: 'string', 'x-own': 1 }],
    [{ type: 'string', pattern: '^(?:[A-Z]{2,3}-)?\\d+(?:\\.\\d{1,2})?$' }],
    [{ type: 'object', properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, required: ['next'] }],
  ])('%j', (schema) => {
    expect(schemaProblem(schema)).toBeUndefined();
  });
});

describe('a schema that cannot is refused, with the place', () => {
  test.each([
    [{ type: 'strnig' }, 'type'],
    [{ type: 'object', properties: { a: { type: 'string', pattern: '(?=x)y' } } }, 'properties.a.pattern'],
    [{ type: 'string', pattern: '(' }, 'pattern'],
    [{ type: 'string', pattern: '^(a)\\1$' }, 'pattern'],
    [{ $ref: '#/$defs/missing' }, '$ref'],
    [{ $ref: 'https://example.com/schema.json' }, '$ref'],
    [{ enum: [] }, 'enum'],
    [{ anyOf: [] }, 'anyOf'],
    [{ type: 'object', unevaluatedProperties: false }, 'unevaluatedProperties'],
    [{ type: 'object', properties: { a: 7 } }, 'properties.a'],
    [{ type: 'number', minimum: '3' }, 'minimum'],
    [{ type: 'number', minimum: 4, maximum: 3 }, ''],
    [{ type: 'integer', minimum: 1.2, maximum: 1.8 }, ''],
    [{ type: 'string', minLength: 5, maxLength: 2 }, ''],
    [{ type: 'string', pattern: '^a$', minLength: 3 }, ''],
    [{ allOf: [{ type: 'string' }, { type: 'number' }] }, ''],
    [{ type: 'object', properties: { me: { $ref: '#' } }, required: ['me'] }, ''],
    [{ $ref: '#' }, ''],
    [{ not: {} }, ''],
    ['text', ''],
    [null, ''],
  ])('%j', (schema, path) => {
    expect(schemaProblem(schema)).toMatchObject({ path, message: expect.stringMatching(/\w+ \w+/) });
  });

  test('a schema built to explode is refused quickly', () => {
    const branch = { anyOf: [{ $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }] };
    const bomb = {
      $defs: { b: { type: 'object', properties: { x: branch, y: branch }, required: ['x', 'y'] } },
      $ref: '#/$defs/b',
    };
    const started = performance.now();
    expect(schemaProblem(bomb)).toBeDefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('a hostile pattern costs milliseconds', () => {
    const started = performance.now();
    expect(schemaProblem({ type: 'string', pattern: '^(a+)+$', not: { const: 'a' }, minLength: 40 })).toBeUndefined();
    expect(schemaProblem({ type: 'string', pattern: '^(a|a)*b$', maxLength: 0 })).toBeDefined();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

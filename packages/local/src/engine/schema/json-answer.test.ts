import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  letrec,
  oneof,
  property,
  record,
  string as text,
  tuple,
  uniqueArray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask } from '../../../test/engine/ask.ts';
import { seededRandom } from '../text/random.ts';
import { conforms } from './conforms.ts';
import { jsonAnswer } from './json-answer.ts';
import { schemaProblem } from './schema-problem.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
/** Parsed, because an object literal with a `then` looks like a promise. */
const CONDITION: object = JSON.parse('{"if":{"properties":{"kind":{"const":"x"}}},"then":{"required":["extra"]}}');
const string = { type: 'string' };

async function json(question: string, schema: object): Promise<unknown> {
  const { text: answer, finishReason } = await ask(question, {
    responseFormat: { type: 'json_schema', schema: { ...schema } },
  });
  expect(finishReason).toBe('stop');
  const value: unknown = JSON.parse(answer);
  expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true);
  return value;
}

function object(properties: Record<string, unknown>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

describe('values come from the prompt where it has them', () => {
  test('a person', async () => {
    const schema = object({
      name: string,
      age: { type: 'integer' },
      city: string,
      email: { type: 'string', format: 'email' },
      phone: { type: ['string', 'null'] },
    });
    const question = 'Extract: Maria Rossi is 34 years old and lives in Turin. Her email is maria@rossi.it';
    expect(await json(question, schema)).toEqual({
      name: 'Maria Rossi',
      age: 34,
      city: 'Turin',
      email: 'maria@rossi.it',
      phone: null,
    });
  });

  test('an event with its people', async () => {
    const schema = object({ name: string, date: string, participants: { type: 'array', items: string } });
    expect(await json('Alice and Bob are going to a science fair on Friday.', schema)).toMatchObject({
      date: 'Friday',
      participants: ['Alice', 'Bob'],
    });
  });

  test('numbers, flags, choices and dates', async () => {
    const schema = object({
      quantity: { type: 'integer' },
      price: { type: 'number' },
      urgent: { type: 'boolean' },
      colour: { enum: ['red', 'green', 'blue'] },
      due: { type: 'string', format: 'date' },
    });
    const question = 'Order 12 green chairs at price 49.90, not urgent, by March 5, 2027.';
    expect(await json(question, schema)).toEqual({
      quantity: 12,
      price: 49.9,
      urgent: false,
      colour: 'green',
      due: '2027-03-05',
    });
  });

  test('a record with open keys', async () => {
    const schema = { type: 'object', additionalProperties: { type: 'number' } };
    expect(await json('Scores: alice: 3, bob: 5', schema)).toEqual({ alice: 3, bob: 5 });
  });

  test('a list of numbers', async () => {
    expect(await json('Sort 5, 3 and 9', object({ numbers: { type: 'array', items: { type: 'number' } } }))).toEqual({
      numbers: [5, 3, 9],
    });
  });
});

test.each([
  ['a pattern', { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' }],
  ['multiples', { type: 'number', multipleOf: 0.1, minimum: 3.25 }],
  [
    'a tree',
    {
      $ref: '#/$defs/node',
      $defs: {
        node: object({
          value: string,
          left: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
          kids: { type: 'array', items: { $ref: '#/$defs/node' } },
        }),
      },
    },
  ],
  ['exactly one', { oneOf: [{ type: 'number' }, { type: 'number', minimum: 5 }] }],
  [
    'several at once',
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'integer', minimum: 3 } } },
        { required: ['a'], properties: { a: { maximum: 4 } } },
      ],
    },
  ],
  ['different items', { type: 'array', items: { enum: [1, 2, 3] }, minItems: 3, uniqueItems: true }],
  ['different texts', { type: 'array', items: string, minItems: 4, uniqueItems: true }],
  ['a tuple', { type: 'array', prefixItems: [string, { type: 'integer' }], items: false, minItems: 2 }],
  ['a list that holds something', { type: 'array', contains: { const: 7 } }],
  [
    'a condition',
    {
      type: 'object',
      properties: { kind: { enum: ['x', 'y'] } },
      required: ['kind'],
      ...CONDITION,
    },
  ],
  [
    'named keys',
    {
      type: 'object',
      minProperties: 2,
      patternProperties: { '^k\\d+$': { type: 'boolean' } },
      additionalProperties: false,
    },
  ],
  ['long text', { type: 'string', minLength: 300, maxLength: 310 }],
  ['a constant', { const: { a: [1, null] } }],
  ['dependent keys', { type: 'object', properties: { a: string }, required: ['a'], dependentRequired: { a: ['b'] } }],
  [
    'an old reference',
    {
      definitions: { x: { type: 'integer', exclusiveMinimum: 2 } },
      properties: { x: { $ref: '#/definitions/x' } },
      required: ['x'],
    },
  ],
])('%s is honoured', async (_, schema) => {
  expect(schemaProblem(schema)).toBeUndefined();
  await json('Tell me a joke about 3 cats in Rome', schema);
});

test('json_object is an object, with the keys asked for', async () => {
  const format = { responseFormat: { type: 'json_object' } } as const;
  expect(JSON.parse((await ask('Why is the sky blue? Answer in JSON.', format)).text)).toMatchObject({
    answer: expect.stringContaining('scatters'),
  });
  expect(
    JSON.parse((await ask('Give me JSON with the keys name and city for Bob Smith in Rome', format)).text),
  ).toMatchObject({ city: 'Rome' });
});

/** Schemas of every kind the engine claims to follow, contradictory ones among them. */
const { schema: anySchema } = letrec<{ schema: object }>((tie) => {
  const bound = integer({ min: -20, max: 20 });
  const size = integer({ min: 0, max: 5 });
  const inner = tie('schema') as Arbitrary<object>;
  const options: { requiredKeys: ['type'] } = { requiredKeys: ['type'] };
  return {
    schema: oneof(
      { depthSize: 'small', withCrossShrink: true },
      constantFrom<object>(
        { type: 'null' },
        { type: 'boolean' },
        {},
        { enum: ['a', 2, null] },
        { const: 'fixed' },
        { type: ['integer', 'null'] },
      ),
      record(
        {
          type: constantFrom('integer', 'number'),
          minimum: bound,
          maximum: bound,
          exclusiveMinimum: bound,
          multipleOf: constantFrom(1, 2, 0.5, 0.1, 7),
        },
        { requiredKeys: ['type'] },
      ),
      record(
        {
          type: constantFrom('string'),
          minLength: size,
          maxLength: size,
          pattern: constantFrom('^[a-z]+$', '\\d{2}', '^(yes|no)$', 'x*'),
          format: constantFrom('date', 'email', 'uri', 'other'),
        },
        options,
      ),
      record(
        {
          type: constantFrom('array'),
          items: inner,
          minItems: size,
          maxItems: size,
          uniqueItems: boolean(),
          contains: inner,
        },
        options,
      ),
      tuple(
        uniqueArray(text({ minLength: 1, maxLength: 6 }), { maxLength: 4 }),
        array(inner, { minLength: 4, maxLength: 4 }),
        record(
          { additionalProperties: oneof(boolean(), inner), minProperties: size, maxProperties: size },
          { requiredKeys: [] },
        ),
        integer({ min: 0, max: 4 }),
      ).map(([keys, parts, more, needed]) => ({
        type: 'object',
        properties: Object.fromEntries(keys.map((key, at) => [key, parts[at]])),
        required: keys.slice(0, needed),
        ...more,
      })),
      record({ anyOf: array(inner, { minLength: 1, maxLength: 3 }) }),
      record({ oneOf: array(inner, { minLength: 1, maxLength: 3 }) }),
      record({ allOf: array(inner, { minLength: 1, maxLength: 2 }) }),
    ),
  };
});

test('whatever schema passes is honoured, by the judgement of another validator', () => {
  const prompts = ['Tell me 3 things about "cats" in Rome', 'Bob (25) has bob@example.org, due 2027-03-05', ''];
  const seen = { honoured: 0, refused: 0 };
  assert(
    property(anySchema, constantFrom(...prompts), (schema, content) => {
      if (schemaProblem(schema)) {
        seen.refused += 1;
        return;
      }
      seen.honoured += 1;
      const options = { random: seededRandom(1), temperature: 1 };
      const value: unknown = JSON.parse(
        jsonAnswer([{ role: 'user', content }], { type: 'json_schema', schema: { ...schema } }, options),
      );
      if (!ajv.validate(schema, value)) throw new Error(`${JSON.stringify(value)}: ${ajv.errorsText()}`);
      if (!conforms({ ...schema }, value, { ...schema }))
        throw new Error(`The own check disagrees on ${JSON.stringify(value)}.`);
    }),
    { numRuns: 600, seed: 20_261_121 },
  );
  expect(seen.honoured).toBeGreaterThan(200);
});

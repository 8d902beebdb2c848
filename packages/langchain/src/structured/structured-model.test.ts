import { expect, test } from 'vitest';
import { chunk, completion, events, finish, httpService, json } from '../../test/http-service.ts';
import { ChatColloquy } from '../index.ts';

type Fields = Record<string, unknown>;

/** A schema of nobody's library, by the standard alone. */
const standard = {
  '~standard': {
    version: 1 as const,
    vendor: 'nobody',
    validate: (value: unknown) =>
      typeof (value as Fields)['age'] === 'number'
        ? { value: value as { age: number } }
        : { issues: [{ message: 'age must be a number' }] },
    jsonSchema: {
      input: () => ({ type: 'object', properties: { age: { type: 'number' } } }),
      output: () => ({ type: 'object', properties: { age: { type: 'number' } } }),
    },
  },
};

async function answering(message: Fields) {
  const service = await httpService((response) => json(response, completion(message)));
  const model = new ChatColloquy({ model: 'm', baseURL: service.url, apiKey: null });
  return { service, model, [Symbol.asyncDispose]: service[Symbol.asyncDispose] };
}

test('a Standard Schema is sent as JSON, and validates the answer in its own words', async () => {
  await using at = await answering({ content: '{"age": 36}' });
  expect(await at.model.withStructuredOutput(standard).invoke('?')).toEqual({ age: 36 });
  expect(at.service.received[0]?.body).toMatchObject({
    response_format: { json_schema: { name: 'extract', schema: { properties: { age: { type: 'number' } } } } },
  });
  await using other = await answering({ content: '{"age": "old"}' });
  await expect(other.model.withStructuredOutput(standard).invoke('?')).rejects.toThrow(/age must be a number/);
});

test('a function’s definition is a schema, with its name and description', async () => {
  const definition = { name: 'keep', description: 'Keeps it', parameters: { type: 'object', properties: {} } };
  const call = { id: 'c1', type: 'function', function: { name: 'keep', arguments: '{"a": 1}' } };
  await using at = await answering({ content: null, tool_calls: [call] });
  const model = at.model.withStructuredOutput(definition, { method: 'functionCalling' });
  expect(await model.invoke('?')).toEqual({ a: 1 });
  expect(at.service.received[0]?.body).toMatchObject({
    tools: [{ type: 'function', function: definition }],
    tool_choice: { type: 'function', function: { name: 'keep' } },
  });
});

test('the model’s refusal is told as such, and the raw message stays', async () => {
  await using at = await answering({ content: null, refusal: 'I would rather not' });
  await expect(at.model.withStructuredOutput(standard).invoke('?')).rejects.toThrow(
    /the model refused: I would rather not/,
  );
  const { raw, parsed } = await at.model.withStructuredOutput(standard, { includeRaw: true }).invoke('?');
  expect(raw.additional_kwargs['refusal']).toBe('I would rather not');
  expect(parsed).toBeNull();
});

test('the object of a json schema grows as it streams', async () => {
  const pieces = ['{"a": "o', 'ne", "b"', ': 2}'].map((content) => chunk({ content }));
  await using service = await httpService((response) => events(response, [...pieces, finish()]));
  const model = new ChatColloquy({ model: 'm', baseURL: service.url, apiKey: null, coalesce: false });
  const seen: Fields[] = [];
  for await (const value of await model.withStructuredOutput({ type: 'object', properties: {} }).stream('?'))
    seen.push(value);
  expect(seen[0]).toEqual({ a: 'o' });
  expect(seen.at(-1)).toEqual({ a: 'one', b: 2 });
});

test.each([
  [{ method: 'guess' }, 'method'],
  [{ method: 'jsonMode', strict: true }, 'strict'],
])('a bad way to ask is refused by name: %o', (config, param) => {
  const model = new ChatColloquy({ model: 'm', baseURL: 'http://127.0.0.1:1/v1' });
  expect(() => model.withStructuredOutput(standard, config)).toThrow(
    expect.objectContaining({ code: 'configuration', param }),
  );
});

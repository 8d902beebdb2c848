import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chatTool, chatToolChoice, isServiceTool, responseTool, responseToolChoice } from './tools.ts';

const parameters = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
const schema = z.object({ a: z.number().int() });
const fn = { name: 'add', description: 'Adds' };

describe('a tool is taken', () => {
  test.each([
    ['as a LangChain tool', tool(async () => '', { ...fn, schema })],
    ['as a runnable made into a tool', RunnableLambda.from<{ a: number }, string>(() => '').asTool({ ...fn, schema })],
    ['as a name with a zod schema', { ...fn, schema }],
    ['as a name with a json schema', { ...fn, schema: parameters }],
    ['in OpenAI’s form', { type: 'function', function: { ...fn, parameters } }],
    ['in the Responses API’s form', { type: 'function', ...fn, parameters }],
    ['as a function', { ...fn, parameters }],
    ['in Anthropic’s form', { ...fn, input_schema: parameters }],
  ])('%s', (_, given) => {
    expect(chatTool(given, 0)).toMatchObject({
      type: 'function',
      function: { ...fn, parameters: { properties: { a: { type: 'integer' } } } },
    });
  });

  test('as a json schema with a title', () => {
    expect(chatTool({ title: 'add', ...parameters }, 0)).toMatchObject({ type: 'function', function: { name: 'add' } });
  });

  test('as one of the service’s own, in the service’s words', () => {
    const own = { type: 'web_search', user_location: { type: 'approximate' } };
    expect(chatTool(own, 0)).toBe(own);
    expect(isServiceTool(own)).toBe(true);
    const carried = tool(async () => '', { ...fn, schema, extras: { providerToolDefinition: own } });
    expect(chatTool(carried, 0)).toBe(own);
  });

  test('strictly where that is wanted', () => {
    expect(chatTool({ ...fn, schema }, 0, true)['function']).toMatchObject({ strict: true });
    expect(chatTool({ ...fn, schema }, 0)['function']).not.toHaveProperty('strict');
  });

  test('and anything else is refused by its place', () => {
    expect(() => chatTool({ description: 'nameless' }, 2)).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'tools[2]' }),
    );
  });
});

test('Responses has tools and choices in a flat form', () => {
  expect(responseTool({ type: 'function', function: { ...fn, parameters } })).toEqual({
    type: 'function',
    ...fn,
    parameters,
  });
  expect(responseTool({ type: 'web_search' })).toEqual({ type: 'web_search' });
  expect(responseToolChoice('add')).toEqual({ type: 'function', name: 'add' });
  expect(responseToolChoice('any')).toBe('required');
});

test.each([
  ['auto', 'auto'],
  ['none', 'none'],
  ['any', 'required'],
  ['required', 'required'],
  ['add', { type: 'function', function: { name: 'add' } }],
  [
    { type: 'tool', name: 'add' },
    { type: 'function', function: { name: 'add' } },
  ],
  [undefined, undefined],
])('the choice %o is said as %o', (choice, said) => {
  expect(chatToolChoice(choice)).toEqual(said);
});

import { tool } from '@langchain/core/tools';
import { z } from 'zod';

export const ADD_SCHEMA = z.object({
  a: z.number().int().describe('the first number'),
  b: z.number().int().describe('the second number'),
});
export const ADD = tool(async ({ a, b }) => String(a + b), {
  name: 'add',
  description: 'Adds two whole numbers',
  schema: ADD_SCHEMA,
});
export const WEATHER = tool(async ({ location }) => `sunny in ${location}`, {
  name: 'get_weather',
  description: 'Gives the weather of a place',
  schema: z.object({ location: z.string().describe('the name of the place') }),
});
export const ADD_DEFINITION = {
  type: 'function' as const,
  function: {
    name: 'add',
    description: 'Adds two whole numbers',
    parameters: {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      required: ['a', 'b'],
    },
  },
};
export const ASK = 'What is 3 + 4? Use the add tool.';

import { describe, expect, test } from 'vitest';
import { ask } from '../../../test/engine/ask.ts';
import type { EngineTool, GenerateRequest } from '../generate-request.ts';

const number = { type: 'number' };
const string = { type: 'string' };

function tool(name: string, description: string, properties: object, required = Object.keys(properties)): EngineTool {
  return { name, description, parameters: { type: 'object', properties, required, additionalProperties: false } };
}

const multiply = tool('multiply', 'Multiply two numbers', { a: number, b: number });
const add = tool('add', 'Add two numbers', { a: number, b: number });
const weather = tool(
  'get_weather',
  'Get the current weather for a location',
  { location: { type: 'string', description: 'City name' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
  ['location'],
);
const email = tool('send_email', 'Sends an email', {
  to: { type: 'string', format: 'email' },
  subject: string,
  body: string,
});
const search = tool('web_search', 'Search the web', { query: string });
const tools = [multiply, add, weather, email, search];

const calls = async (question: string, more: Partial<GenerateRequest> = {}) => {
  const answer = await ask(question, { tools, ...more });
  expect(answer.finishReason).toBe(answer.calls.length > 0 ? 'tool_calls' : 'stop');
  expect(answer.text === '').toBe(answer.calls.length > 0);
  return answer.calls.map(({ name, arguments: given }) => [name, given]);
};

test.each([
  ['What is 13 times 7? use the multiply tool', [['multiply', { a: 13, b: 7 }]]],
  ['What is 3 * 12?', [['multiply', { a: 3, b: 12 }]]],
  ["What's the weather in San Francisco?", [['get_weather', { location: 'San Francisco' }]]],
  ['Is it warm in Rome in celsius?', [['get_weather', { location: 'Rome', unit: 'celsius' }]]],
  [
    "What's the weather in Paris, London and Tokyo?",
    [
      ['get_weather', { location: 'Paris' }],
      ['get_weather', { location: 'London' }],
      ['get_weather', { location: 'Tokyo' }],
    ],
  ],
  [
    'Add 3 and 4, then multiply 5 by 6',
    [
      ['add', { a: 3, b: 4 }],
      ['multiply', { a: 5, b: 6 }],
    ],
  ],
  [
    'What is the weather in Boston and what is 12 * 3?',
    [
      ['multiply', { a: 12, b: 3 }],
      ['get_weather', { location: 'Boston' }],
    ],
  ],
  [
    'Email bob@example.org with subject "Lunch" and body "See you at noon"',
    [['send_email', { to: 'bob@example.org', subject: 'Lunch', body: 'See you at noon' }]],
  ],
  ['Search for the history of tea', [['web_search', { query: 'the history of tea' }]]],
])('%s', async (question, expected) => {
  expect(await calls(question)).toEqual(expected);
});

test.each(['Tell me a joke', 'Hello!', 'Who are you?', 'Why is the sky blue?'])(
  '"%s" is answered in text',
  async (question) => {
    expect(await calls(question)).toEqual([]);
  },
);

test('a tool named in the prompt is called with its values', async () => {
  const magic = tool('magic_function', 'Applies a magic function to an input.', { input: { type: 'integer' } });
  const question = 'What is the value of magic_function(3)? Use the tool.';
  expect(await calls(question, { tools: [magic] })).toEqual([['magic_function', { input: 3 }]]);
});

test('a calculator gets its operation from the sign', async () => {
  const operation = { type: 'string', enum: ['add', 'subtract', 'multiply', 'divide'] };
  const calculator = tool('calculator', 'A simple calculator', { operation, number1: number, number2: number });
  for (const [question, name] of [
    ['What is 6 + 3?', 'add'],
    ['6 divided by 3', 'divide'],
    ['6 times 3', 'multiply'],
    ['6 minus 3', 'subtract'],
  ] as const) {
    expect(await calls(question, { tools: [calculator] })).toEqual([
      ['calculator', { operation: name, number1: 6, number2: 3 }],
    ]);
  }
});

test('a tool without parameters is called with an empty object', async () => {
  expect(await calls('What time is it?', { tools: [{ name: 'get_time', description: 'The current time' }] })).toEqual([
    ['get_time', {}],
  ]);
});

describe('tools that do different things to one object', () => {
  const job = { id: string };
  const toolkit = [
    tool('list_models', 'List the models of the service', {}),
    tool(
      'create_fine_tuning_job',
      'Create a fine-tuning job',
      { training_file: string, model: string, suffix: string },
      ['training_file', 'model'],
    ),
    tool('retrieve_fine_tuning_job', 'Retrieve a fine-tuning job by id', job),
    tool('cancel_fine_tuning_job', 'Cancel a fine-tuning job', job),
  ];
  test.each([
    ['Which models are there?', ['list_models', {}]],
    [
      'Start a fine-tuning job on file-abc123 with gpt-4o-mini',
      ['create_fine_tuning_job', { training_file: 'file-abc123', model: 'gpt-4o-mini' }],
    ],
    ['Check the progress of the fine-tuning job ftjob-77', ['retrieve_fine_tuning_job', { id: 'ftjob-77' }]],
    ['Cancel ftjob-77', ['cancel_fine_tuning_job', { id: 'ftjob-77' }]],
  ])('%s', async (question, call) => {
    expect(await calls(question, { tools: toolkit })).toEqual([call]);
  });
});

test('a city keeps its state, and a person is not what is done to them', async () => {
  expect(await calls("What's the weather in San Francisco, CA?")).toEqual([
    ['get_weather', { location: 'San Francisco, CA' }],
  ]);
  const greet = tool('greet', 'Greets a person', { name: string });
  expect(await calls('Greet Alice', { tools: [greet] })).toEqual([['greet', { name: 'Alice' }]]);
});

describe('the tool choice', () => {
  test('none calls nothing', async () => {
    expect(await calls('What is the weather in Rome?', { toolChoice: 'none' })).toEqual([]);
  });
  test('required calls something even for a greeting', async () => {
    expect(await calls('Hello!', { toolChoice: 'required' })).toHaveLength(1);
  });
  test('a name calls that tool and no other', async () => {
    expect(await calls('What is the weather in Rome?', { toolChoice: { name: 'web_search' } })).toMatchObject([
      ['web_search', {}],
    ]);
  });
  test('an allowed list bounds what is called', async () => {
    const question = 'What is the weather in Rome?';
    expect(await calls(question, { toolChoice: { allowed: ['multiply'], mode: 'auto' } })).toEqual([]);
    expect(await calls(question, { toolChoice: { allowed: ['get_weather'], mode: 'auto' } })).toHaveLength(1);
    expect((await calls(question, { toolChoice: { allowed: ['multiply'], mode: 'required' } }))[0]?.[0]).toBe(
      'multiply',
    );
  });
  test('without parallel calls there is one', async () => {
    expect(await calls('What is the weather in Paris and London?', { parallelToolCalls: false })).toHaveLength(1);
  });
  test('required after a tool ran takes a tool that has not been called yet', async () => {
    const messages: GenerateRequest['messages'] = [
      { role: 'user', content: 'What is the weather in Rome? Then answer with the report tool.' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: '1', name: 'get_weather', arguments: '{"location":"Rome"}' }],
      },
      { role: 'tool', toolCallId: '1', content: 'sunny' },
    ];
    const report = tool('report', 'Report the answer', { summary: string });
    expect((await calls('', { messages, tools: [weather, report], toolChoice: 'required' }))[0]?.[0]).toBe('report');
  });
});

test('the fragments of the arguments join to them', async () => {
  const { parrotEngine } = await import('../parrot-engine.ts');
  for await (const piece of parrotEngine().generate({
    tools,
    messages: [{ role: 'user', content: 'Weather in \u00d8rsta?' }],
  })) {
    if (piece.type === 'tool_call') expect(piece.fragments.join('')).toBe(piece.arguments);
  }
  expect.assertions(1);
});

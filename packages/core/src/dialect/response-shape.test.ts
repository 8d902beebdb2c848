import { describe, expect, test } from 'vitest';
import { NamelessResponses } from './nameless-responses.ts';
import { isResponse, shapeResponse } from './response-shape.ts';

type Fields = Record<string, unknown>;

describe('a whole response', () => {
  test('gets seconds, ids, statuses and every field OpenAI always sends', () => {
    const shaped = shapeResponse({
      id: 'x',
      created_at: 1_750_000_000_123,
      model: 'm',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
    });
    expect(shaped).toMatchObject({
      object: 'response',
      created_at: 1_750_000_000,
      status: 'completed',
      error: null,
      incomplete_details: null,
      instructions: null,
      metadata: {},
      parallel_tool_calls: true,
      tool_choice: 'auto',
      tools: [],
      output_text: 'Hi',
      output: [{ id: 'msg_x_0', role: 'assistant', status: 'completed', content: [{ annotations: [], text: 'Hi' }] }],
    });
    expect(shaped).not.toHaveProperty('usage');
  });

  test.each(['output_text', 'final_text'])('whose text is only in %s has a message', (field) => {
    expect(shapeResponse({ id: 'x', [field]: 'Hi' })).toMatchObject({
      output_text: 'Hi',
      output: [{ id: 'msg_x_0', type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
    });
  });

  test('of OpenAI’s keeps what it has', () => {
    const output = [
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{}', status: 'completed' },
    ];
    expect(shapeResponse({ id: 'resp_1', status: 'incomplete', output, temperature: 1 })).toMatchObject({
      id: 'resp_1',
      status: 'incomplete',
      temperature: 1,
      output,
      output_text: '',
    });
  });

  test.each([
    [
      'that carries its output',
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}', output: { n: 3 } },
      [],
    ],
    [
      'of a tool that the service is known to run',
      { type: 'function_call', call_id: 'c', name: 'web_search' },
      ['web_search'],
    ],
  ])('shows a call %s as one that is over', (_, item, serverTools) => {
    const { output } = shapeResponse({ id: 'x', output: [item] }, serverTools) as { output: Fields[] };
    expect(output[0]).toMatchObject({ type: 'mcp_call', id: 'c', name: item.name, status: 'completed' });
    expect(output[0]?.['output'] ?? null).toBe('output' in item ? '{"n":3}' : null);
  });
});

test.each([
  [{ output: [] }, true],
  [{ output_text: '' }, true],
  [{ final_text: 'x' }, true],
  [{ object: 'response' }, true],
  [{}, false],
  [{ detail: 'x' }, false],
  [{ object: 'chat.completion', choices: [] }, false],
])('%j is a response: %s', (json, is) => expect(isResponse(json)).toBe(is));

describe('a stream without names', () => {
  const complete = (events: Fields[], serverTools: string[] = []) => {
    const stream = new NamelessResponses(serverTools);
    return events.flatMap((event) => stream.push(event));
  };
  const TYPES_OF_TEXT = [
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ];
  const created = { type: 'response.created', response: { id: 'r', created_at: 1_750_000_000_000 } };
  const text = { type: 'response.output_text.delta', delta: 'Hi' };
  const completed = { type: 'response.completed', response: { id: 'r', status: 'completed', output_text: 'Hi' } };

  test.each([
    [
      'as it is documented',
      [created, { type: 'response.content_part.added' }, text, { type: 'response.output_text.done' }, completed],
    ],
    ['with nothing but its text', [text, completed]],
    ['with its text only at the end', [created, completed]],
    ['with `final_text`', [created, { type: 'response.completed', final_text: 'Hi' }]],
    [
      'with message items',
      [
        created,
        { type: 'response.output_item.added', item: { type: 'message' } },
        text,
        { type: 'response.output_item.done', item: { type: 'message' } },
        completed,
      ],
    ],
    ['announced twice', [created, created, { type: 'response.in_progress' }, text, completed]],
    ['with routing notes', [created, { type: 'response.routing.completed', model: 'm' }, text, completed]],
  ])('%s becomes whole', (_, events) => {
    const made = complete(events);
    expect(made.map(({ type }) => type)).toEqual(TYPES_OF_TEXT);
    expect(made.map(({ sequence_number: number }) => number)).toEqual(made.map((_event, at) => at));
    const last = made.at(-1)?.['response'] as Fields;
    expect(last).toMatchObject({
      status: 'completed',
      output_text: 'Hi',
      output: [{ type: 'message', status: 'completed' }],
    });
  });

  test('with a call that the service runs shows it as one, added and done, before the text', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'calculator' };
    const made = complete(
      [
        created,
        { type: 'response.output_item.added', item },
        { type: 'response.output_item.done', item: { ...item, output: '4' } },
        text,
        completed,
      ],
      ['calculator'],
    );
    const items = made.filter(({ type }) => String(type).startsWith('response.output_item'));
    expect(items.map(({ type, item: shown }) => [type, (shown as Fields)['type'], (shown as Fields)['id']])).toEqual([
      ['response.output_item.added', 'mcp_call', 'c'],
      ['response.output_item.done', 'mcp_call', 'c'],
      ['response.output_item.added', 'message', 'msg_r_1'],
      ['response.output_item.done', 'message', 'msg_r_1'],
    ]);
  });

  test('with a call that is only ever done is added first', () => {
    const item = { type: 'function_call', call_id: 'c', name: 'calculator', output: '4' };
    const made = complete([created, { type: 'response.output_item.done', item }, completed]);
    expect(made.map(({ type }) => type).slice(2, 4)).toEqual([
      'response.output_item.added',
      'response.output_item.done',
    ]);
  });

  test('that fails hands the error on', () => {
    expect(complete([created, { type: 'error', code: 'internal_error', message: 'x' }]).at(-1)).toEqual({
      type: 'error',
      code: 'internal_error',
      message: 'x',
      param: null,
      sequence_number: 2,
    });
  });
});

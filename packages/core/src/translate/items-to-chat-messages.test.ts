import { describe, expect, test } from 'vitest';
import { responsesRequestToChat } from './responses-request-to-chat.ts';
import type { TranslationWarning } from './translation-options.ts';

const request = (fields: object) => ({ model: 'm', input: 'hi', ...fields });
const hi = [{ role: 'user', content: 'hi' }];
const fc = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' });
const output = (id: string, said: unknown = '1') => ({ type: 'function_call_output', call_id: id, output: said });
const called = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });

describe('input', () => {
  const rows: [string, object, object[]][] = [
    ['a text', {}, hi],
    ['instructions come first', { instructions: 'be brief' }, [{ role: 'system', content: 'be brief' }, ...hi]],
    [
      'easy messages of every role',
      {
        input: [
          { role: 'developer', content: 'd' },
          { role: 'system', content: 's' },
          { role: 'user', content: 'u' },
          { role: 'assistant', content: 'a' },
        ],
      },
      [
        { role: 'developer', content: 'd' },
        { role: 'system', content: 's' },
        { role: 'user', content: 'u' },
        { role: 'assistant', content: 'a' },
      ],
    ],
    ["a message without a role is the user's", { input: [{ content: [{ type: 'input_text', text: 'hi' }] }] }, hi],
    [
      'text, image and file parts',
      {
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'see' },
              { type: 'input_image', image_url: 'https://example.org/a.png', detail: 'high' },
              { type: 'input_file', file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' },
            ],
          },
        ],
      },
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see' },
            { type: 'image_url', image_url: { url: 'https://example.org/a.png', detail: 'high' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' } },
          ],
        },
      ],
    ],
    [
      'a text and the calls after it are one assistant message',
      {
        input: [
          {
            type: 'message',
            role: 'assistant',
            content: [
              { type: 'output_text', text: 'look' },
              { type: 'output_text', text: 'ing' },
            ],
          },
          fc('a'),
          fc('b'),
          output('a'),
          output('b', [{ type: 'input_text', text: '2' }]),
        ],
      },
      [
        { role: 'assistant', content: 'looking', tool_calls: [called('a'), called('b')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
        { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: '2' }] },
      ],
    ],
    [
      'calls after a result are a new assistant message',
      { input: [fc('a'), output('a'), fc('b'), output('b')] },
      [
        { role: 'assistant', content: null, tool_calls: [called('a')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
        { role: 'assistant', content: null, tool_calls: [called('b')] },
        { role: 'tool', tool_call_id: 'b', content: '1' },
      ],
    ],
    [
      'a call that the service ran itself is followed by its result',
      { input: [{ ...fc('a'), output: '1' }] },
      [
        { role: 'assistant', content: null, tool_calls: [called('a')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
      ],
    ],
    [
      'a mark of the prompt cache keeps a single text a part',
      {
        input: [
          {
            role: 'user',
            content: [{ type: 'input_text', text: 'hi', prompt_cache_breakpoint: { mode: 'explicit' } }],
          },
        ],
      },
      [{ role: 'user', content: [{ type: 'text', text: 'hi', prompt_cache_breakpoint: { mode: 'explicit' } }] }],
    ],
    [
      'a refusal',
      { input: [{ type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] }] },
      [{ role: 'assistant', content: null, refusal: 'no' }],
    ],
    [
      'a custom call',
      {
        input: [
          { type: 'custom_tool_call', call_id: 'c', name: 'sh', input: 'ls' },
          { type: 'custom_tool_call_output', call_id: 'c', output: 'x' },
        ],
      },
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'sh', input: 'ls' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: 'x' },
      ],
    ],
    [
      'reasoning in full goes with the message and the calls it led to',
      {
        input: [
          { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'because' }] },
          fc('a'),
          output('a'),
        ],
      },
      [
        { role: 'assistant', content: null, reasoning_content: 'because', tool_calls: [called('a')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
      ],
    ],
    [
      'reasoning that led to nothing is a turn of its own',
      {
        input: [
          { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] },
          { role: 'user', content: 'hi' },
        ],
      },
      [{ role: 'assistant', content: '', reasoning_content: 'hm' }, ...hi],
    ],
    [
      'an empty reasoning item says nothing',
      {
        input: [
          { type: 'reasoning', id: 'rs_1', summary: [] },
          { role: 'user', content: 'hi' },
        ],
      },
      hi,
    ],
    [
      'arguments that are no JSON are passed on as they are',
      { input: [{ ...fc('a'), arguments: '{"x":' }] },
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":' } }],
        },
      ],
    ],
  ];
  test.each(rows)('%s', (_, fields, messages) => {
    const body = request(fields);
    const before = structuredClone(body);
    expect(responsesRequestToChat(body)).toEqual({ model: 'm', messages });
    expect(body).toEqual(before);
  });

  test('a phase is lost with a warning, also in strict mode', () => {
    const warnings: TranslationWarning[] = [];
    const input = [{ role: 'assistant', content: 'a', phase: 'commentary' }];
    const body = responsesRequestToChat(request({ input }), { onWarning: (warning) => warnings.push(warning) });
    expect(body.messages).toEqual([{ role: 'assistant', content: 'a' }]);
    expect(warnings.map(({ param }) => param)).toEqual(['input[0].phase']);
  });

  test('an earlier response is replayed from a store, without its instructions', () => {
    const kept = [{ role: 'user', content: 'one' }, fc('a')];
    const body = request({ previous_response_id: 'resp_1', instructions: 'new', input: [output('a')] });
    const { messages } = responsesRequestToChat(body, { itemsOf: (id) => (id === 'resp_1' ? kept : undefined) });
    expect(messages).toEqual([
      { role: 'system', content: 'new' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: null, tool_calls: [called('a')] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
    ]);
  });
});

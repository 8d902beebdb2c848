import { expect, test } from 'vitest';
import { chatRequestToResponses } from './chat-request-to-responses.ts';

const user = { role: 'user', content: 'hi' };
const userItem = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] };
const call = (id: string, name = 'f') => ({ id, type: 'function', function: { name, arguments: '{"x":1}' } });

const rows: [string, object[], object[]][] = [
  ['a user text', [user], [userItem]],
  [
    'every system message stays where it was',
    [{ role: 'system', content: 'a' }, user, { role: 'developer', content: 'b' }],
    [
      { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'a' }] },
      userItem,
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'b' }] },
    ],
  ],
  [
    'text, image and file parts',
    [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'see' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'file', file: { file_id: 'file-1' } },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' } },
        ],
      },
    ],
    [
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'see' },
          { type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'low' },
          { type: 'input_image', image_url: 'https://example.org/a.png', detail: 'auto' },
          { type: 'input_file', file_id: 'file-1' },
          { type: 'input_file', file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' },
        ],
      },
    ],
  ],
  [
    'an assistant text is output, never input',
    [user, { role: 'assistant', content: 'hello' }],
    [
      userItem,
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'hello', annotations: [], logprobs: [] }],
      },
    ],
  ],
  [
    'citations of an assistant text, and marks of the prompt cache',
    [
      { role: 'user', content: [{ type: 'text', text: 'hi', prompt_cache_breakpoint: { mode: 'explicit' } }] },
      {
        role: 'assistant',
        content: 'a',
        annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't' } }],
      },
    ],
    [
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'hi', prompt_cache_breakpoint: { mode: 'explicit' } }],
      },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [
          {
            type: 'output_text',
            text: 'a',
            annotations: [{ type: 'url_citation', url: 'u', title: 't' }],
            logprobs: [],
          },
        ],
      },
    ],
  ],
  [
    'an assistant refusal',
    [{ role: 'assistant', content: null, refusal: 'no' }],
    [
      {
        type: 'message',
        id: 'msg_0',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'refusal', refusal: 'no' }],
      },
    ],
  ],
  [
    'a text and two calls are all kept, and their results linked by call id',
    [
      { role: 'assistant', content: 'looking', tool_calls: [call('call_a'), call('call_b', 'g')] },
      { role: 'tool', tool_call_id: 'call_b', content: 'B' },
      { role: 'tool', tool_call_id: 'call_a', content: [{ type: 'text', text: 'A' }] },
    ],
    [
      {
        type: 'message',
        id: 'msg_0',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'looking', annotations: [], logprobs: [] }],
      },
      { type: 'function_call', call_id: 'call_a', name: 'f', arguments: '{"x":1}' },
      { type: 'function_call', call_id: 'call_b', name: 'g', arguments: '{"x":1}' },
      { type: 'function_call_output', call_id: 'call_b', output: 'B' },
      { type: 'function_call_output', call_id: 'call_a', output: [{ type: 'input_text', text: 'A' }] },
    ],
  ],
  [
    'an empty text beside a call is no message',
    [{ role: 'assistant', content: '', tool_calls: [call('call_a')] }],
    [{ type: 'function_call', call_id: 'call_a', name: 'f', arguments: '{"x":1}' }],
  ],
  [
    'a custom call and its result',
    [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'sh', input: 'ls' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'a.txt' },
    ],
    [
      { type: 'custom_tool_call', call_id: 'c', name: 'sh', input: 'ls' },
      { type: 'custom_tool_call_output', call_id: 'c', output: 'a.txt' },
    ],
  ],
  [
    'the old function_call gets an id that its result shares',
    [
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: '42' },
    ],
    [
      { type: 'function_call', call_id: 'call_0', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_0', output: '42' },
    ],
  ],
  [
    'reasoning that a chat service gave in full',
    [{ role: 'assistant', content: 'so', reasoning_content: 'because' }],
    [
      { type: 'reasoning', id: 'rs_0', summary: [], content: [{ type: 'reasoning_text', text: 'because' }] },
      {
        type: 'message',
        id: 'msg_0',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'so', annotations: [], logprobs: [] }],
      },
    ],
  ],
  [
    'arguments that are no JSON are passed on as they are',
    [{ role: 'assistant', tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"x":' } }] }],
    [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{"x":' }],
  ],
];
test.each(rows)('%s', (_, messages, input) => {
  expect(chatRequestToResponses({ model: 'm', messages })).toEqual({ model: 'm', input });
});

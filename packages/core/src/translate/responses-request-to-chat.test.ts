import { expect, test } from 'vitest';
import { responsesRequestToChat } from './responses-request-to-chat.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

const request = (fields: object) => ({ model: 'm', input: 'hi', ...fields });
const hi = [{ role: 'user', content: 'hi' }];

const closed = {
  type: 'object',
  properties: { x: { type: 'string' } },
  required: ['x'],
  additionalProperties: false,
};
const open = { type: 'object', properties: { x: { type: 'string' } } };
const rows: [string, object, object, ResponsesToChatOptions?][] = [
  ['sampling', { temperature: 0.2, top_p: 0.9 }, { temperature: 0.2, top_p: 0.9 }],
  ['the bound', { max_output_tokens: 50 }, { max_completion_tokens: 50 }],
  ['the bound for an old service', { max_output_tokens: 50 }, { max_tokens: 50 }, { maxTokens: 'max_tokens' }],
  ['a stream always asks for usage', { stream: true }, { stream: true, stream_options: { include_usage: true } }],
  ['a stream of a service that never tells it', { stream: true }, { stream: true }, { streamUsage: false }],
  [
    'include_obfuscation',
    { stream: true, stream_options: { include_obfuscation: false } },
    { stream: true, stream_options: { include_usage: true, include_obfuscation: false } },
  ],
  ['effort', { reasoning: { effort: 'high', summary: null } }, { reasoning_effort: 'high' }],
  [
    'format and verbosity',
    {
      text: {
        verbosity: 'low',
        format: { type: 'json_schema', name: 'a', schema: { type: 'object' }, strict: true },
      },
    },
    {
      verbosity: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' }, strict: true } },
    },
  ],
  ['plain text', { text: { format: { type: 'text' } } }, { response_format: { type: 'text' } }],
  ['logprobs', { include: ['message.output_text.logprobs'], top_logprobs: 2 }, { logprobs: true, top_logprobs: 2 }],
  [
    'a function is nested, and strict where it said so',
    { tools: [{ type: 'function', name: 'f', description: 'd', parameters: open, strict: false }] },
    { tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: open, strict: false } }] },
  ],
  [
    'a function that left strict out is strict if its schema is closed',
    {
      tools: [
        { type: 'function', name: 'f', parameters: closed },
        { type: 'function', name: 'g', parameters: open, strict: null },
      ],
    },
    {
      tools: [
        { type: 'function', function: { name: 'f', parameters: closed, strict: true } },
        { type: 'function', function: { name: 'g', parameters: open } },
      ],
    },
  ],
  [
    'a custom tool of free text',
    { tools: [{ type: 'custom', name: 'sh', description: 'd', format: { type: 'text' } }] },
    { tools: [{ type: 'custom', custom: { name: 'sh', description: 'd', format: { type: 'text' } } }] },
  ],
  [
    'a custom tool with a grammar, for a service that knows them',
    { tools: [{ type: 'custom', name: 'sh', format: { type: 'grammar', syntax: 'lark', definition: 'x' } }] },
    {
      tools: [
        {
          type: 'custom',
          custom: { name: 'sh', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } } },
        },
      ],
    },
    { grammarTools: true },
  ],
  ['tool_choice in a word', { tool_choice: 'none' }, { tool_choice: 'none' }],
  [
    'tool_choice by name',
    { tool_choice: { type: 'function', name: 'f' } },
    { tool_choice: { type: 'function', function: { name: 'f' } } },
  ],
  [
    'allowed tools',
    { tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'f' }] } },
    {
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'f' } }] },
      },
    },
  ],
  [
    'values that change nothing',
    { background: false, truncation: 'disabled', store: false, previous_response_id: null },
    {},
  ],
  [
    'what both APIs have',
    { metadata: { a: 'b' }, user: 'u', parallel_tool_calls: false },
    { metadata: { a: 'b' }, user: 'u', parallel_tool_calls: false },
  ],
];
test.each(rows)('%s', (_, fields, expected, options = {}) => {
  expect(responsesRequestToChat(request(fields), options)).toEqual({ model: 'm', messages: hi, ...expected });
});

import { describe, expect, test } from 'vitest';
import { chatRequestToResponses } from './chat-request-to-responses.ts';

const user = { role: 'user', content: 'hi' };
const userItem = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] };
const request = (fields: object) => ({ model: 'm', messages: [user], ...fields });

describe('parameters', () => {
  const schema = { name: 'answer', schema: { type: 'object' }, strict: true };
  const rows: [string, object, object][] = [
    ['sampling', { temperature: 0.2, top_p: 0.9 }, { temperature: 0.2, top_p: 0.9 }],
    ['max_completion_tokens', { max_completion_tokens: 99 }, { max_output_tokens: 99 }],
    ['max_tokens', { max_tokens: 16 }, { max_output_tokens: 16 }],
    ['both bounds where they agree', { max_tokens: 20, max_completion_tokens: 20 }, { max_output_tokens: 20 }],
    ['reasoning_effort', { reasoning_effort: 'low' }, { reasoning: { effort: 'low' } }],
    [
      'verbosity beside a format',
      { verbosity: 'low', response_format: { type: 'json_object' } },
      { text: { verbosity: 'low', format: { type: 'json_object' } } },
    ],
    [
      'a schema is unwrapped',
      { response_format: { type: 'json_schema', json_schema: schema } },
      { text: { format: { type: 'json_schema', ...schema } } },
    ],
    ['logprobs', { logprobs: true, top_logprobs: 3 }, { include: ['message.output_text.logprobs'], top_logprobs: 3 }],
    ['include_usage is for here', { stream: true, stream_options: { include_usage: true } }, { stream: true }],
    [
      'include_obfuscation is for there',
      { stream: true, stream_options: { include_usage: true, include_obfuscation: false } },
      { stream: true, stream_options: { include_obfuscation: false } },
    ],
    [
      'what both APIs have',
      {
        store: true,
        metadata: { a: 'b' },
        user: 'u',
        service_tier: 'flex',
        safety_identifier: 's',
        prompt_cache_key: 'k',
      },
      {
        store: true,
        metadata: { a: 'b' },
        user: 'u',
        service_tier: 'flex',
        safety_identifier: 's',
        prompt_cache_key: 'k',
      },
    ],
    [
      'a function is flat, and not strict where chat did not say so',
      { tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' } } }] },
      { tools: [{ type: 'function', name: 'f', description: 'd', parameters: { type: 'object' }, strict: false }] },
    ],
    [
      'a strict function without parameters',
      { tools: [{ type: 'function', function: { name: 'f', strict: true } }] },
      { tools: [{ type: 'function', name: 'f', parameters: { type: 'object', properties: {} }, strict: true }] },
    ],
    [
      'a custom tool with a grammar',
      {
        tools: [
          {
            type: 'custom',
            custom: { name: 'sh', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } } },
          },
        ],
      },
      { tools: [{ type: 'custom', name: 'sh', format: { type: 'grammar', syntax: 'lark', definition: 'x' } }] },
    ],
    ['tool_choice in a word', { tool_choice: 'required' }, { tool_choice: 'required' }],
    [
      'tool_choice by name',
      { tool_choice: { type: 'function', function: { name: 'f' } } },
      { tool_choice: { type: 'function', name: 'f' } },
    ],
    [
      'allowed tools',
      {
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
        },
      },
      { tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] } },
    ],
    [
      'the old functions',
      { functions: [{ name: 'f', parameters: { type: 'object' } }], function_call: { name: 'f' } },
      {
        tools: [{ type: 'function', name: 'f', parameters: { type: 'object' }, strict: false }],
        parallel_tool_calls: false,
        tool_choice: { type: 'function', name: 'f' },
      },
    ],
    [
      'values that change nothing',
      {
        n: 1,
        stop: [],
        presence_penalty: 0,
        frequency_penalty: 0,
        logit_bias: {},
        modalities: ['text'],
        logprobs: false,
      },
      {},
    ],
    ['null is as good as left out', { stop: null, seed: null, temperature: null }, {}],
  ];
  test.each(rows)('%s', (_, fields, expected) => {
    const body = request(fields);
    const before = structuredClone(body);
    expect(chatRequestToResponses(body)).toEqual({ model: 'm', input: [userItem], ...expected });
    expect(body).toEqual(before);
  });
});

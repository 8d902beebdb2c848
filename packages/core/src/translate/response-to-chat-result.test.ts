import { describe, expect, test } from 'vitest';
import { ApiError, TranslationError } from '../errors/index.ts';
import { type ChatAnswerOptions, responseToChatResult } from './response-to-chat-result.ts';

const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 14,
};
const chatUsage = {
  prompt_tokens: 9,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens: 5,
  completion_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 14,
};

const response = (output: object[], more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_700_000_000,
  status: 'completed',
  model: 'm',
  output,
  usage,
  ...more,
});
const said = (...content: object[]) => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content,
});
const text = (value: string, more: object = {}) => ({ type: 'output_text', text: value, annotations: [], ...more });
const fcall = (id: string, more: object = {}) => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: id,
  name: 'f',
  arguments: '{}',
  ...more,
});
const called = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });

function choice(given: object, options: ChatAnswerOptions = {}) {
  const { choices } = responseToChatResult(given, options) as {
    choices: [{ message: object; finish_reason: string; logprobs: unknown }];
  };
  expect(choices).toHaveLength(1);
  return choices[0];
}

describe('a response as a chat completion', () => {
  test('ids, times and usage are carried over', () => {
    expect(responseToChatResult(response([said(text('hi'))], { service_tier: 'flex' }))).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'm',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'hi', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: chatUsage,
      service_tier: 'flex',
    });
  });

  test('milliseconds become seconds, and an id of another kind is kept whole', () => {
    const given = response([], { id: '6f1c', created_at: 1_716_387_200_000 });
    expect(responseToChatResult(given)).toMatchObject({ id: 'chatcmpl-6f1c', created: 1_716_387_200 });
  });

  test.each([[undefined], [null], [{}]])('usage %j is null, never zeros', (missing) => {
    expect(responseToChatResult(response([said(text('hi'))], { usage: missing })).usage).toBeNull();
  });

  const rows: [string, object[], object, string][] = [
    ['all texts are one', [said(text('a'), text('b')), said(text('c'))], { content: 'abc' }, 'stop'],
    [
      'text and calls',
      [said(text('a')), fcall('x'), fcall('y')],
      { content: 'a', tool_calls: [called('x'), called('y')] },
      'tool_calls',
    ],
    ['calls alone', [fcall('x')], { content: null, tool_calls: [called('x')] }, 'tool_calls'],
    ['a refusal', [said({ type: 'refusal', refusal: 'no' })], { content: null, refusal: 'no' }, 'stop'],
    [
      'reasoning in full, not its summary',
      [
        {
          type: 'reasoning',
          summary: [{ type: 'summary_text', text: 'short' }],
          content: [{ type: 'reasoning_text', text: 'long' }],
        },
        said(text('a')),
      ],
      { content: 'a', reasoning_content: 'long' },
      'stop',
    ],
    [
      'citations, moved to where their text now stands',
      [
        said(
          text('abc'),
          text('de', { annotations: [{ type: 'url_citation', url: 'u', title: 't', start_index: 0, end_index: 2 }] }),
        ),
      ],
      {
        content: 'abcde',
        annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 3, end_index: 5 } }],
      },
      'stop',
    ],
    [
      'a custom call',
      [{ type: 'custom_tool_call', call_id: 'x', name: 'sh', input: 'ls' }],
      { content: null, tool_calls: [{ id: 'x', type: 'custom', custom: { name: 'sh', input: 'ls' } }] },
      'tool_calls',
    ],
    [
      'a call with its output was run by the service',
      [fcall('x', { output: '42' }), said(text('a'))],
      { content: 'a' },
      'stop',
    ],
    [
      "the service's own items",
      [{ type: 'web_search_call', id: 'ws_1' }, { type: 'mcp_call', id: 'm' }, said(text('a'))],
      { content: 'a' },
      'stop',
    ],
  ];
  test.each(rows)('%s', (_, output, message, finish_reason) => {
    expect(choice(response(output))).toMatchObject({
      message: { role: 'assistant', refusal: null, ...message },
      finish_reason,
    });
    expect(Object.keys(choice(response(output)).message)).toEqual(expect.arrayContaining(Object.keys(message)));
    expect('tool_calls' in choice(response(output)).message).toBe('tool_calls' in message);
  });

  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ])('incomplete for %s is %s, also without any text', (reason, finish) => {
    const given = response([{ type: 'reasoning', summary: [] }], {
      status: 'incomplete',
      incomplete_details: { reason },
    });
    expect(choice(given)).toMatchObject({ finish_reason: finish, message: { content: null } });
  });

  test('log probabilities of all texts are one list', () => {
    const one = { token: 'a', logprob: -1, bytes: [97], top_logprobs: [] };
    const given = response([said(text('a', { logprobs: [one] }), text('a', { logprobs: [one] }))]);
    expect(choice(given).logprobs).toEqual({ content: [one, one], refusal: null });
  });

  test('a tool the service runs itself is no call, by its name or because none was offered', () => {
    expect(
      choice(response([fcall('x', { name: 'web_search' })]), { serverTools: ['web_search'] }).message,
    ).not.toHaveProperty('tool_calls');
    expect(choice(response([fcall('x')]), { offersTools: false }).message).not.toHaveProperty('tool_calls');
  });

  test('a text that stands beside the items only is heard', () => {
    expect(choice(response([], { output_text: 'hi' })).message).toMatchObject({ content: 'hi' });
  });

  test('a caller of the old functions gets function_call', () => {
    const { message, finish_reason } = choice(response([fcall('x')]), { oldFunctions: true });
    expect(message).toMatchObject({ function_call: { name: 'f', arguments: '{}' } });
    expect(finish_reason).toBe('function_call');
  });

  test.each(['failed', 'cancelled', 'queued', 'in_progress'])(
    'TE-22: %s is an error, never an empty choice',
    (status) => {
      const error = status === 'failed' ? { code: 'rate_limit_exceeded', message: 'slow down' } : null;
      const act = () => responseToChatResult(response([], { status, error }), { provider: 'test' });
      expect(act).toThrow(ApiError);
      expect(act).toThrow(status === 'failed' ? 'slow down' : status);
      expect(act).toThrow(
        expect.objectContaining({
          code: status === 'failed' ? 'rate_limit' : 'server',
          apiCode: status === 'failed' ? 'rate_limit_exceeded' : status,
          provider: 'test',
        }),
      );
    },
  );

  test('TE-23: an unknown item is refused in strict mode and handed on in lenient mode', () => {
    const item = { type: 'telepathy', id: 't' };
    const given = response([said(text('a')), item]);
    expect(() => responseToChatResult(given)).toThrow(TranslationError);
    expect(() => responseToChatResult(given)).toThrow(
      expect.objectContaining({ apiCode: 'unknown_output_item', param: 'output[1]' }),
    );
    expect(choice(given, { mode: 'lenient' }).message).toMatchObject({ content: 'a', x_colloquy_items: [item] });
  });

  test('TE-27: arguments that are no JSON are passed on as they are', () => {
    expect(choice(response([fcall('x', { arguments: '{"x":' })])).message).toMatchObject({
      tool_calls: [{ function: { arguments: '{"x":' } }],
    });
  });
});

import { describe, expect, test } from 'vitest';
import { ChatToResponsesStream, type StreamEnd } from './chat-to-responses-stream.ts';
import type { JsonObject } from './json-object.ts';

const HEAD = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' };
const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
  ...HEAD,
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});
const USAGE = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
const usage = { ...HEAD, choices: [], usage: USAGE };
const call = (index: number | undefined, id: string | undefined, name?: string, given?: string) => ({
  tool_calls: [
    {
      ...(index === undefined ? {} : { index }),
      ...(id === undefined ? {} : { id }),
      function: { name, arguments: given },
    },
  ],
});

function translate(chunks: object[], how: StreamEnd = 'done', request: object = {}): JsonObject[] {
  const stream = new ChatToResponsesStream(request);
  return [...chunks.flatMap((one) => stream.push(one)), ...stream.end(how)];
}

const last = (events: JsonObject[]) =>
  events.at(-1) as { type: string; response: JsonObject & { output: JsonObject[] } };
const outputOf = (events: JsonObject[]) => last(events).response.output;

describe('events of a chat stream', () => {
  test('a text, in the order OpenAI sends it', () => {
    const events = translate([
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'he' }),
      chunk({ content: 'llo' }),
      chunk({}, 'stop'),
      usage,
    ]);
    expect(events.map(({ type }) => String(type).replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(last(events).response).toMatchObject({
      id: 'resp_1',
      created_at: 1_700_000_000,
      model: 'm',
      status: 'completed',
      output: [
        {
          id: 'msg_1',
          type: 'message',
          status: 'completed',
          content: [{ type: 'output_text', text: 'hello', annotations: [], logprobs: [] }],
        },
      ],
      output_text: 'hello',
      usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5 },
    });
  });

  test('the request is repeated in the response', () => {
    const request = { temperature: 0.5, tools: [{ type: 'function', name: 'f' }], instructions: 'i' };
    expect(translate([chunk({ content: 'a' }, 'stop')], 'done', request)[0]?.response).toMatchObject(request);
  });

  test('the last event waits for the usage, wherever it comes', () => {
    const stream = new ChatToResponsesStream();
    stream.push(chunk({ content: 'a' }));
    expect(stream.push(chunk({}, 'stop'))).toEqual([]);
    expect(stream.push(usage).at(-1)?.type).toBe('response.completed');
    expect(stream.end('eof')).toEqual([]);
    const withFinish = new ChatToResponsesStream();
    withFinish.push(chunk({ content: 'a' }));
    expect(last(withFinish.push(chunk({}, 'stop', { usage: USAGE }))).response.usage).toMatchObject({
      total_tokens: 5,
    });
  });

  test('usage that never came is null', () => {
    expect(last(translate([chunk({ content: 'a' }, 'stop')], 'eof')).response.usage).toBeNull();
  });

  test.each(['reasoning_content', 'reasoning'])('%s is an item before the message', (field) => {
    const events = translate([
      chunk({ [field]: 'h' }),
      chunk({ [field]: 'm' }),
      chunk({ content: 'a' }),
      chunk({}, 'stop'),
    ]);
    expect(outputOf(events)).toMatchObject([
      { id: 'rs_1', type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] },
      { id: 'msg_1', content: [{ text: 'a' }] },
    ]);
  });

  test('a refusal is a part of the message', () => {
    const events = translate([
      chunk({ content: 'a' }),
      chunk({ refusal: 'n' }),
      chunk({ refusal: 'o' }),
      chunk({}, 'stop'),
    ]);
    expect(outputOf(events)).toMatchObject([
      {
        content: [
          { type: 'output_text', text: 'a' },
          { type: 'refusal', refusal: 'no' },
        ],
      },
    ]);
  });

  const calls: [string, object[], object[]][] = [
    [
      'parallel calls, interleaved',
      [
        call(0, 'a', 'f', ''),
        call(1, 'b', 'g', ''),
        call(1, undefined, undefined, '{"y"'),
        call(0, undefined, undefined, '{}'),
        call(1, undefined, undefined, ':1}'),
      ],
      [
        { call_id: 'a', name: 'f', arguments: '{}' },
        { call_id: 'b', name: 'g', arguments: '{"y":1}' },
      ],
    ],
    [
      'index 0 for every call',
      [
        call(0, 'a', 'f', '{'),
        call(0, undefined, undefined, '}'),
        call(0, 'b', 'g', '{'),
        call(0, undefined, undefined, '}'),
      ],
      [
        { call_id: 'a', name: 'f', arguments: '{}' },
        { call_id: 'b', name: 'g', arguments: '{}' },
      ],
    ],
    [
      'id and name repeated with every piece',
      [call(0, 'a', 'f', '{'), call(0, 'a', 'f', '}')],
      [{ call_id: 'a', name: 'f', arguments: '{}' }],
    ],
    [
      'a name in pieces',
      [call(0, 'a', 'get_', ''), call(0, undefined, 'weather', ''), call(0, undefined, undefined, '{}')],
      [{ name: 'get_weather' }],
    ],
    [
      'no index, told apart by id',
      [call(undefined, 'a', 'f', '{}'), call(undefined, 'b', 'f', '{}')],
      [{ call_id: 'a' }, { call_id: 'b' }],
    ],
    [
      'neither id nor index',
      [call(undefined, undefined, 'f', '{}')],
      [{ call_id: 'call_1_0', name: 'f', arguments: '{}' }],
    ],
    [
      'an id that comes late',
      [call(0, undefined, 'f', ''), call(0, 'a', undefined, '{}')],
      [{ call_id: 'a', name: 'f' }],
    ],
    ['a whole call at once', [call(0, 'a', 'f', '{"x":1}')], [{ call_id: 'a', arguments: '{"x":1}' }]],
    ['no arguments at all', [call(0, 'a', 'f', '')], [{ call_id: 'a', name: 'f', arguments: '' }]],
    ['arguments that are no JSON (TE-27)', [call(0, 'a', 'f', '{"x":')], [{ arguments: '{"x":' }]],
    [
      'the old function_call',
      [{ function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{}' } }],
      [{ call_id: 'call_1_0', name: 'f', arguments: '{}' }],
    ],
  ];
  test.each(calls)('%s', (_, deltas, expected) => {
    const events = translate([
      chunk({ content: 'look' }),
      ...deltas.map((delta) => chunk(delta)),
      chunk({}, 'tool_calls'),
    ]);
    expect(outputOf(events).slice(1)).toMatchObject(expected);
    expect(outputOf(events)).toHaveLength(expected.length + 1);
    expect(outputOf(events)[0]).toMatchObject({ type: 'message', content: [{ text: 'look' }] });
  });

  test('a text after a call is a message of its own, and items still close in order', () => {
    const events = translate([
      chunk({ content: 'a' }),
      chunk(call(0, 'c', 'f', '{}')),
      chunk({ content: 'b' }),
      chunk({}, 'stop'),
    ]);
    expect(outputOf(events)).toMatchObject([{ id: 'msg_1' }, { id: 'fc_1' }, { id: 'msg_1_1' }]);
    expect(last(events).response.output_text).toBe('ab');
  });

  test.each([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ])('%s ends in response.incomplete with its last item incomplete', (finish, reason) => {
    const events = translate([chunk({ reasoning_content: 'hm' }), chunk({ content: 'a' }), chunk({}, finish)]);
    expect(last(events)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason } },
    });
    expect(outputOf(events).map(({ status }) => status)).toEqual(['completed', 'incomplete']);
  });

  test('frames without choices, and other choices, are no part of the answer', () => {
    const other = { ...HEAD, choices: [{ index: 1, delta: { content: 'x' }, finish_reason: null }] };
    const events = translate([{ sources: [] }, chunk({ content: 'a' }), other, chunk({}, 'stop')]);
    expect(last(events).response).toMatchObject({ id: 'resp_1', output_text: 'a' });
  });

  test('citations are events of their own', () => {
    const citation = { url: 'u', title: 't', start_index: 0, end_index: 1 };
    const events = translate([
      chunk({ content: 'a' }),
      chunk({ annotations: [{ type: 'url_citation', url_citation: citation }] }),
      chunk({}, 'stop'),
    ]);
    expect(events.find(({ type }) => type === 'response.output_text.annotation.added')).toMatchObject({
      item_id: 'msg_1',
      annotation_index: 0,
      annotation: { type: 'url_citation', ...citation },
    });
    expect(outputOf(events)).toMatchObject([{ content: [{ annotations: [citation] }] }]);
  });
});

describe('a chat stream that breaks', () => {
  test('TE-24: an end without a finish reason fails with the text so far', () => {
    const events = translate([chunk({ content: 'he' })], 'eof');
    expect(events.at(-2)).toMatchObject({ type: 'error', code: 'truncated_stream' });
    expect(last(events)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'server_error' }, output_text: 'he' },
    });
    expect(outputOf(events)).toMatchObject([{ status: 'incomplete' }]);
  });

  test('[DONE] without a finish reason completes', () => {
    expect(last(translate([chunk({ content: 'a' })], 'done')).type).toBe('response.completed');
  });

  test('[DONE] alone is no answer', () => {
    expect(last(translate([], 'done')).type).toBe('response.failed');
  });

  test('an error event fails the response, and nothing follows it', () => {
    const error = { error: { message: 'slow down', type: 'tokens', param: null, code: 'rate_limit_exceeded' } };
    const events = translate([chunk({ content: 'he' }), error, chunk({ content: 'x' }, 'stop')]);
    expect(events.at(-2)).toMatchObject({ type: 'error', code: 'rate_limit_exceeded', message: 'slow down' });
    expect(last(events)).toMatchObject({
      type: 'response.failed',
      response: { error: { code: 'rate_limit_exceeded' }, output_text: 'he' },
    });
  });
});

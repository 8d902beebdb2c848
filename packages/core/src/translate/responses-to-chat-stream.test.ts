import { describe, expect, test } from 'vitest';
import { type ChatStreamOptions, ResponsesToChatStream } from './responses-to-chat-stream.ts';

interface Chunk {
  id?: string;
  model?: string;
  created?: number;
  choices?: { delta: Record<string, unknown>; finish_reason: string | null; logprobs: unknown }[];
  usage?: unknown;
  error?: unknown;
}

const RESPONSE = { id: 'resp_1', created_at: 1_700_000_000, model: 'm', status: 'in_progress', output: [] };
const USAGE = { input_tokens: 2, output_tokens: 3, total_tokens: 5 };
const CREATED = { type: 'response.created', response: RESPONSE };
const completed = (more: object = {}) => ({
  type: 'response.completed',
  response: { ...RESPONSE, status: 'completed', ...more },
});
const added = (output_index: number, item: object) => ({ type: 'response.output_item.added', output_index, item });
const done = (output_index: number, item: object) => ({ type: 'response.output_item.done', output_index, item });
const MESSAGE = { type: 'message', id: 'msg_1', role: 'assistant', content: [] };
const delta = (output_index: number, text: string, type = 'output_text') => ({
  type: `response.${type}.delta`,
  item_id: 'msg_1',
  output_index,
  content_index: 0,
  delta: text,
});
const fcall = (id: string, more: object = {}) => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: id,
  name: 'f',
  arguments: '',
  ...more,
});
const args = (output_index: number, text: string) => ({
  type: 'response.function_call_arguments.delta',
  output_index,
  delta: text,
});

function translate(events: object[], options: ChatStreamOptions = {}): Chunk[] {
  const stream = new ResponsesToChatStream(options);
  const chunks = events.flatMap((event, sequence_number) => stream.push({ sequence_number, ...event }));
  return [...chunks, ...stream.end()] as Chunk[];
}

const deltas = (chunks: Chunk[]) => chunks.flatMap((chunk) => chunk.choices ?? []).map((choice) => choice.delta);
const textOf = (chunks: Chunk[]) =>
  deltas(chunks)
    .map(({ content }) => content ?? '')
    .join('');
const finishOf = (chunks: Chunk[]) =>
  chunks.flatMap((chunk) => chunk.choices ?? []).map((choice) => choice.finish_reason);

describe('chunks of a Responses stream', () => {
  test('a text: role, pieces, reason, usage', () => {
    const events = [
      CREATED,
      added(0, MESSAGE),
      delta(0, 'he'),
      delta(0, 'llo'),
      { type: 'response.output_text.done', output_index: 0, content_index: 0, text: 'hello' },
      completed({ usage: USAGE }),
    ];
    const chunks = translate(events, { includeUsage: true });
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' };
    const chunk = (piece: object, finish_reason: string | null = null) => ({
      ...head,
      choices: [{ index: 0, delta: piece, logprobs: null, finish_reason }],
      usage: null,
    });
    expect(chunks).toEqual([
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'he' }),
      chunk({ content: 'llo' }),
      chunk({}, 'stop'),
      { ...head, choices: [], usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 } },
    ]);
  });

  test('usage comes only where it was asked for and is known', () => {
    expect(translate([CREATED, completed({ usage: USAGE })]).some((chunk) => 'usage' in chunk)).toBe(false);
    const unknown = translate([CREATED, completed()], { includeUsage: true });
    expect(unknown.map((chunk) => chunk.usage)).toEqual([null, null]);
  });

  test('refusal, reasoning and log probabilities', () => {
    const logprobs = [{ token: 'a', logprob: -1 }];
    const chunks = translate([
      CREATED,
      added(0, { type: 'reasoning', id: 'rs_1' }),
      delta(0, 'hm', 'reasoning_text'),
      added(1, MESSAGE),
      { ...delta(1, 'a'), logprobs },
      delta(1, 'no', 'refusal'),
      completed(),
    ]);
    expect(deltas(chunks)).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'hm' },
      { content: 'a' },
      { refusal: 'no' },
      {},
    ]);
    expect(chunks[2]?.choices?.[0]?.logprobs).toEqual({ content: logprobs, refusal: null });
  });

  test('a text and parallel calls are numbered by call, not by item', () => {
    const chunks = translate([
      CREATED,
      added(0, MESSAGE),
      delta(0, 'look'),
      added(1, fcall('a')),
      added(2, fcall('b', { name: 'g' })),
      args(2, '{"y"'),
      args(1, '{}'),
      args(2, ':1}'),
      completed(),
    ]);
    const call = (index: number, id: string, name: string) => ({
      tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }],
    });
    const piece = (index: number, text: string) => ({ tool_calls: [{ index, function: { arguments: text } }] });
    expect(deltas(chunks)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'look' },
      call(0, 'a', 'f'),
      call(1, 'b', 'g'),
      piece(1, '{"y"'),
      piece(0, '{}'),
      piece(1, ':1}'),
      {},
    ]);
    expect(finishOf(chunks).at(-1)).toBe('tool_calls');
  });

  const whole = fcall('a', { arguments: '{"x":1}' });
  const argsDone = { type: 'response.function_call_arguments.done', output_index: 0, name: 'f', arguments: '{"x":1}' };
  test.each<[string, object[]]>([
    ['deltas, then the whole', [added(0, fcall('a')), args(0, '{"x"'), args(0, ':1}'), argsDone, done(0, whole)]],
    ['some deltas only', [added(0, fcall('a')), args(0, '{"x"'), argsDone]],
    ['the whole only', [added(0, fcall('a')), argsDone]],
    ['the done item only', [done(0, whole)]],
    ['the final response only', []],
  ])('arguments are said once: %s', (_, events) => {
    const chunks = translate([CREATED, ...events, completed({ output: [whole] })]);
    const calls = deltas(chunks).flatMap((piece) => (piece.tool_calls ?? []) as { function: { arguments: string } }[]);
    expect(calls.map((call) => call.function.arguments).join('')).toBe('{"x":1}');
    expect(calls.filter((call) => 'id' in call)).toMatchObject([{ id: 'a', index: 0 }]);
  });

  test.each<[string, object[]]>([
    ['deltas', [added(0, MESSAGE), delta(0, 'hello')]],
    [
      'text done',
      [added(0, MESSAGE), { type: 'response.output_text.done', output_index: 0, content_index: 0, text: 'hello' }],
    ],
    ['item done', [done(0, { ...MESSAGE, content: [{ type: 'output_text', text: 'hello' }] })]],
    ['the final response', []],
  ])('a text is said once: %s', (_, events) => {
    const output = [{ ...MESSAGE, content: [{ type: 'output_text', text: 'hello' }] }];
    expect(textOf(translate([CREATED, ...events, completed({ output, output_text: 'hello' })]))).toBe('hello');
  });

  test('a text that only output_text holds is said', () => {
    expect(textOf(translate([CREATED, completed({ output_text: 'hello' })]))).toBe('hello');
  });

  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ])('incomplete for %s ends with %s', (reason, finish) => {
    const event = {
      type: 'response.incomplete',
      response: { ...RESPONSE, status: 'incomplete', incomplete_details: { reason } },
    };
    expect(finishOf(translate([CREATED, event])).at(-1)).toBe(finish);
  });

  test('what the service ran itself never appears as a call', () => {
    const search = fcall('a', { name: 'web_search' });
    const events = [
      CREATED,
      added(0, search),
      args(0, '{}'),
      done(0, { ...search, output: 'found' }),
      added(1, { type: 'mcp_call', id: 'm' }),
      added(2, MESSAGE),
      delta(2, 'hi'),
      completed({ output: [search] }),
    ];
    for (const options of [{ serverTools: ['web_search'] }, { offersTools: false }]) {
      const chunks = translate(events, options);
      expect(deltas(chunks).some((piece) => 'tool_calls' in piece)).toBe(false);
      expect(textOf(chunks)).toBe('hi');
      expect(finishOf(chunks).at(-1)).toBe('stop');
    }
  });

  test('citations are handed on', () => {
    const annotation = { type: 'url_citation', url: 'u', title: 't', start_index: 0, end_index: 2 };
    const chunks = translate([
      CREATED,
      added(0, MESSAGE),
      delta(0, 'hi'),
      { type: 'response.output_text.annotation.added', output_index: 0, annotation },
      completed(),
    ]);
    expect(deltas(chunks)[2]).toEqual({
      annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 0, end_index: 2 } }],
    });
  });

  test('a caller of the old functions gets function_call pieces', () => {
    const chunks = translate([CREATED, added(0, fcall('a')), args(0, '{}'), completed()], { oldFunctions: true });
    expect(deltas(chunks).slice(1, 3)).toEqual([
      { function_call: { name: 'f', arguments: '' } },
      { function_call: { arguments: '{}' } },
    ]);
    expect(finishOf(chunks).at(-1)).toBe('function_call');
  });
});

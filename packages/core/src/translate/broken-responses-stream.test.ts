import { describe, expect, test } from 'vitest';
import { StreamError, TranslationError } from '../errors/index.ts';
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

describe('a stream that breaks', () => {
  test.each<[string, object, object]>([
    [
      'failed',
      {
        type: 'response.failed',
        response: { ...RESPONSE, status: 'failed', error: { code: 'server_error', message: 'oh' } },
      },
      { message: 'oh', code: 'server_error' },
    ],
    [
      'a flat error',
      { type: 'error', code: 'rate_limit_exceeded', message: 'slow', param: null },
      { message: 'slow', code: 'rate_limit_exceeded' },
    ],
    [
      'a nested error',
      { type: 'error', error: { type: 'tokens', code: 'x', message: 'slow', param: 'p' } },
      { message: 'slow', type: 'tokens', code: 'x', param: 'p' },
    ],
    ['an error without a type', { error: { message: 'bad' } }, { message: 'bad', type: 'server_error' }],
  ])('%s becomes one error, and nothing follows it', (_, event, error) => {
    const failed = { type: 'response.failed', response: { ...RESPONSE, status: 'failed' } };
    const chunks = translate([CREATED, added(0, MESSAGE), delta(0, 'hi'), event, failed, completed()]);
    expect(chunks.slice(2)).toEqual([{ error: expect.objectContaining(error) }]);
    expect(finishOf(chunks)).toEqual([null, null]);
  });

  test('TE-24: an end before the last event keeps the message so far', () => {
    const act = () =>
      translate([CREATED, added(0, MESSAGE), delta(0, 'hi'), added(1, fcall('a')), args(1, '{"x')], {
        provider: 'test',
      });
    expect(act).toThrow(StreamError);
    expect(act).toThrow(
      expect.objectContaining({
        code: 'stream_incomplete',
        apiCode: 'truncated_stream',
        provider: 'test',
        retryable: false,
        partial: {
          role: 'assistant',
          content: 'hi',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x' } }],
        },
      }),
    );
  });

  test('TE-24: a stream without anything may be tried again', () => {
    expect(() => translate([])).toThrow(expect.objectContaining({ code: 'stream_incomplete', retryable: true }));
  });

  const gap = [
    { ...CREATED, sequence_number: 0 },
    { ...added(0, MESSAGE), sequence_number: 1 },
    { ...delta(0, 'hi'), sequence_number: 3 },
    { ...completed(), sequence_number: 4 },
  ];
  const unknown = [CREATED, delta(0, 'hi'), completed()];
  test.each<[string, object[], string]>([
    ['a gap in the sequence', gap, 'sequence_number'],
    ['a text of an unknown item', unknown, 'item_id'],
    ['arguments of an unknown item', [CREATED, args(0, '{}')], 'item_id'],
  ])('TE-25: %s is a protocol error', (_, events, param) => {
    expect(() => translate(events)).toThrow(TranslationError);
    expect(() => translate(events)).toThrow(expect.objectContaining({ apiCode: 'protocol_error', param }));
  });

  test.each<[string, ChatStreamOptions]>([
    ['lenient mode', { mode: 'lenient' }],
    ['services without item ids', { nameless: true }],
  ])('TE-25: %s finds its way again', (_, options) => {
    expect(textOf(translate(gap, options))).toBe('hi');
    expect(textOf(translate(unknown, options))).toBe('hi');
    const bare = [
      { type: 'response.output_text.delta', delta: 'h' },
      { type: 'response.output_text.delta', delta: 'i' },
      { type: 'response.output_text.done' },
    ];
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'hi' }] }];
    expect(textOf(translate([CREATED, ...bare, completed({ output, output_text: 'hi' })], options))).toBe('hi');
  });

  test('TE-23: an unknown item is refused in strict mode and handed on in lenient mode', () => {
    const item = { type: 'telepathy', id: 't' };
    const events = [CREATED, added(0, item), done(0, item), completed({ output: [item] })];
    expect(() => translate(events)).toThrow(
      expect.objectContaining({ apiCode: 'unknown_output_item', param: 'output[0]' }),
    );
    expect(deltas(translate(events, { mode: 'lenient' })).slice(1)).toEqual([{ x_colloquy_items: [item] }, {}]);
  });

  test('a custom call is refused, since chat streams have no form for it', () => {
    expect(() => translate([CREATED, added(0, { type: 'custom_tool_call', call_id: 'c', name: 'sh' })])).toThrow(
      expect.objectContaining({ apiCode: 'unsupported_tool' }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { ChatAccumulator } from './chat-accumulator.ts';
import { ChunkShaper } from './chat-shape.ts';

type Fields = Record<string, unknown>;

/** The calls that a stream of fragments adds up to, and the fragments as they were handed on. */
function calls(fragments: readonly Fields[]) {
  const shaper = new ChunkShaper();
  const accumulator = new ChatAccumulator();
  const shaped = fragments.map((fragment) => {
    const choices = [{ index: 0, delta: { tool_calls: [structuredClone(fragment)] }, finish_reason: null }];
    const chunk = shaper.shape({ id: 'chatcmpl-1', created: 1, model: 'm', choices }) as Fields;
    accumulator.push(chunk);
    return (chunk['choices'] as { delta: { tool_calls: Fields[] } }[])[0]?.delta.tool_calls[0] as Fields;
  });
  const whole = accumulator.partial().tool_calls ?? [];
  return { whole: whole.map(({ function: fn }) => [fn.name, fn.arguments]), ids: whole.map(({ id }) => id), shaped };
}

const fn = (name?: string, text?: unknown) => ({
  ...(name === undefined ? {} : { name }),
  ...(text === undefined ? {} : { arguments: text }),
});

const TWO = [
  ['one', '{"a":1}'],
  ['two', '{"b":2}'],
];

describe('tool calls are told apart', () => {
  test.each([
    [
      'as OpenAI sends them: the id once, then the index',
      [
        { index: 0, id: 'call_a', type: 'function', function: fn('one', '') },
        { index: 0, function: fn(undefined, '{"a"') },
        { index: 1, id: 'call_b', type: 'function', function: fn('two', '') },
        { index: 0, function: fn(undefined, ':1}') },
        { index: 1, function: fn(undefined, '{"b":2}') },
      ],
    ],
    [
      'by id, where every call has index 0',
      [
        { index: 0, id: 'call_a', function: fn('one', '{"a":1}') },
        { index: 0, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'by id, where there is no index',
      [
        { id: 'call_a', function: fn('one', '{"a"') },
        { id: 'call_b', function: fn('two', '{"b"') },
        { id: 'call_a', function: fn(undefined, ':1}') },
        { id: 'call_b', function: fn(undefined, ':2}') },
      ],
    ],
    [
      'by index, where there is no id',
      [
        { index: 0, function: fn('one', '{"a"') },
        { index: 1, function: fn('two', '{"b"') },
        { index: 0, function: fn(undefined, ':1}') },
        { index: 1, function: fn(undefined, ':2}') },
      ],
    ],
    [
      'by index, counted from 1',
      [
        { index: 1, id: 'call_a', function: fn('one', '{"a":1}') },
        { index: 2, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'by name, where there is neither',
      [{ function: fn('one', '{"a"') }, { function: fn(undefined, ':1}') }, { function: fn('two', '{"b":2}') }],
    ],
    [
      'by name, where every call has index 0 and no id',
      [
        { index: 0, function: fn('one', '{"a":1}') },
        { index: 0, function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with id and name on every fragment',
      [
        { index: 0, id: 'call_a', function: fn('one', '{"a"') },
        { index: 0, id: 'call_a', function: fn('one', ':1}') },
        { index: 1, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with the name on every fragment, and neither id nor index',
      [{ function: fn('one', '{"a"') }, { function: fn('one', ':1}') }, { function: fn('two', '{"b":2}') }],
    ],
    [
      'with the id behind the name',
      [
        { index: 0, function: fn('one', '') },
        { index: 0, id: 'call_a', function: fn(undefined, '{"a":1}') },
        { index: 1, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with the name behind the id',
      [
        { index: 0, id: 'call_a' },
        { index: 0, function: fn('one', '{"a":1}') },
        { index: 1, id: 'call_b' },
        { index: 1, function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with the name in pieces',
      [
        { index: 0, id: 'call_a', function: fn('o', '') },
        { index: 0, function: fn('ne') },
        { index: 0, function: fn(undefined, '{"a":1}') },
        { index: 1, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with arguments that are objects',
      [
        { index: 0, id: 'call_a', function: fn('one', { a: 1 }) },
        { index: 1, id: 'call_b', function: fn('two', { b: 2 }) },
      ],
    ],
    [
      'with an index beyond all reason',
      [
        { index: 4_294_967_295, id: 'call_a', function: fn('one', '{"a":1}') },
        { index: -1, id: 'call_b', function: fn('two', '{"b":2}') },
      ],
    ],
    [
      'with the id null or empty after the first fragment',
      [
        { index: 0, id: 'call_a', function: fn('one', '{"a"') },
        { index: 0, id: null, function: fn('', ':1}') },
        { index: 1, id: 'call_b', function: fn('two', '{"b"') },
        { index: 1, id: '', function: fn('', ':2}') },
      ],
    ],
  ])('%s', (_, fragments) => {
    const { whole, ids, shaped } = calls(fragments);
    expect(whole).toEqual(TWO);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^call_/);
    // What is handed on is OpenAI's form: an index on each, id and type on the first of each call only.
    const seen = new Set<unknown>();
    for (const fragment of shaped) {
      expect(fragment['index']).toBeTypeOf('number');
      expect('id' in fragment).toBe(!seen.has(fragment['index']));
      if (!seen.has(fragment['index'])) expect(fragment['type']).toBe('function');
      seen.add(fragment['index']);
    }
  });

  test('two calls of one function with neither id nor index are two', () => {
    expect(calls([{ function: fn('one', '{"a":1}') }, { function: fn('one', '{"a":2}') }]).whole).toEqual([
      ['one', '{"a":1}'],
      ['one', '{"a":2}'],
    ]);
  });

  test('two calls of one function with index 0 and ids of their own are two', () => {
    const fragments = [
      { index: 0, id: 'call_x_c1', function: fn('one', '{}') },
      { index: 0, id: 'call_y_c2', function: fn('one', '{}') },
    ];
    expect(calls(fragments).ids).toEqual(['call_x_c1', 'call_y_c2']);
  });

  test('a call without arguments has none', () => {
    expect(calls([{ index: 0, id: 'call_a', function: fn('one') }]).whole).toEqual([['one', '']]);
    expect(calls([{ index: 0, id: 'call_a', function: fn('one', null) }]).whole).toEqual([['one', '']]);
  });

  test('arguments that are no JSON pass as they are', () => {
    expect(calls([{ index: 0, id: 'call_a', function: fn('one', '{"a":') }]).whole).toEqual([['one', '{"a":']]);
  });
});

import { describe, expect, test } from 'vitest';
import { ChatAccumulator } from './chat-accumulator.ts';
import { ChunkShaper, shapeCompletion } from './chat-shape.ts';

type Fields = Record<string, unknown>;

function stream(...chunks: Fields[]) {
  const shaper = new ChunkShaper();
  const accumulator = new ChatAccumulator();
  const shaped = chunks.map((chunk) => shaper.shape(structuredClone(chunk))).filter((chunk) => chunk !== undefined);
  for (const chunk of shaped) accumulator.push(chunk);
  return { shaped, completion: accumulator.completion(), accumulator };
}

const delta = (fields: object, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, delta: fields, finish_reason: null }],
  ...more,
});

const messageOf = (completion: Fields) => (completion['choices'] as Fields[])[0]?.['message'] as Fields;

describe('chunks', () => {
  test('the first delta says the role, where the service does not', () => {
    const { shaped } = stream(delta({ content: 'a' }), delta({ content: 'b' }));
    expect(shaped.map(({ choices }) => (choices as { delta: Fields }[])[0]?.delta)).toEqual([
      { content: 'a', role: 'assistant' },
      { content: 'b' },
    ]);
  });

  test('ids and times that change with every chunk are those of the first', () => {
    const { shaped } = stream(
      delta({ content: 'a' }, { id: 'm-1' }),
      delta({ content: 'b' }, { id: 'm-2', created: 1_700_000_009 }),
    );
    expect(shaped.map(({ id, created }) => [id, created])).toEqual([
      ['m-1', 1_700_000_000],
      ['m-1', 1_700_000_000],
    ]);
  });

  test('milliseconds are seconds', () => {
    expect(stream(delta({}, { created: 1_700_000_000_123 })).shaped[0]?.['created']).toBe(1_700_000_000);
  });

  test('what is missing is there: object, choices, index, delta and finish reason', () => {
    const { shaped } = stream(
      { id: 'x', created: 1, model: 'm', choices: [{ delta: { content: 'a' } }] },
      { choices: [{ delta: null }] },
      { usage: { total_tokens: 1 } },
    );
    expect(shaped[0]).toMatchObject({ object: 'chat.completion.chunk', choices: [{ index: 0, finish_reason: null }] });
    expect(shaped[1]).toMatchObject({ id: 'x', created: 1, model: 'm', choices: [{ index: 0, delta: {} }] });
    expect(shaped[2]).toMatchObject({ id: 'x', choices: [] });
  });

  test('a first frame of sources comes with the first chunk, whose id is the stream’s', () => {
    const { shaped } = stream({ sources: [{ name: 'a.pdf' }] }, delta({ content: 'a' }), delta({ content: 'b' }));
    expect(shaped).toHaveLength(2);
    expect(shaped[0]).toMatchObject({ id: 'chatcmpl-1', model: 'm', sources: [{ name: 'a.pdf' }] });
    expect(shaped[1]).not.toHaveProperty('sources');
  });

  test('a stream of nothing but such a frame gives no chunk', () => {
    expect(stream({ sources: [] }).shaped).toEqual([]);
  });

  test.each([
    ['reasoning_content', [{ reasoning_content: 'th' }, { reasoning_content: 'ink' }]],
    ['reasoning', [{ reasoning: 'th' }, { reasoning: 'ink' }]],
    [
      'both at once, which are one',
      [
        { reasoning: 'th', reasoning_content: 'th' },
        { reasoning: 'ink', reasoning_content: 'ink' },
      ],
    ],
  ])('reasoning under %s is reasoning_content', (_, deltas) => {
    const { completion, shaped } = stream(...deltas.map((fields) => delta(fields)));
    expect(messageOf(completion)['reasoning_content']).toBe('think');
    expect(JSON.stringify(shaped)).not.toContain('"reasoning":');
  });

  test('two choices are kept apart', () => {
    const both = (fields: object[]) => ({ ...delta({}), choices: fields.map((one, index) => ({ index, delta: one })) });
    const { completion } = stream(
      both([{ content: 'A' }, { content: 'B' }]),
      both([{ content: 'a' }, { content: 'b' }]),
    );
    expect((completion['choices'] as { message: Fields }[]).map(({ message }) => message['content'])).toEqual([
      'Aa',
      'Bb',
    ]);
  });

  test('shaping what is shaped changes nothing', () => {
    const chunks = [
      delta({ role: 'assistant', content: '' }),
      delta({ tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'f', arguments: '' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }),
      { ...delta({}), choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
      { ...delta({}), choices: [], usage: { total_tokens: 1 } },
    ];
    expect(stream(...chunks).shaped).toEqual(chunks);
    expect(stream(...stream(...chunks).shaped).shaped).toEqual(chunks);
  });
});

describe('a completion added up', () => {
  test('joins what comes in pieces and keeps what comes once', () => {
    const { completion } = stream(
      delta({ role: 'assistant', content: 'a', annotations: [1], audio: { id: 'x', data: 'AA' } }),
      delta({
        content: 'b',
        annotations: [2],
        audio: { data: 'BB', expires_at: 5 },
        function_call: { name: 'f', arguments: '{' },
      }),
      delta({ refusal: 'no', function_call: { arguments: '}' } }),
    );
    expect(messageOf(completion)).toEqual({
      role: 'assistant',
      content: 'ab',
      refusal: 'no',
      annotations: [1, 2],
      audio: { id: 'x', data: 'AABB', expires_at: 5 },
      function_call: { name: 'f', arguments: '{}' },
    });
  });

  test('joins the logprobs of its tokens', () => {
    const chunk = (token: string) => ({
      ...delta({}),
      choices: [{ index: 0, delta: { content: token }, logprobs: { content: [{ token }], refusal: null } }],
    });
    expect((stream(chunk('a'), chunk('b')).completion['choices'] as Fields[])[0]?.['logprobs']).toEqual({
      content: [{ token: 'a' }, { token: 'b' }],
      refusal: null,
    });
  });

  test('is finished when every choice is', () => {
    const end = (index: number) => ({ ...delta({}), choices: [{ index, delta: {}, finish_reason: 'stop' }] });
    expect(stream().accumulator.isFinished).toBe(false);
    expect(stream(end(0)).accumulator.isFinished).toBe(true);
    expect(stream({ ...delta({}), choices: [{ index: 1, delta: {} }] }, end(0)).accumulator.isFinished).toBe(false);
  });
});

describe('a whole completion', () => {
  test('gets what is missing', () => {
    const shaped = shapeCompletion({
      id: 'x',
      created: 1_700_000_000_000,
      choices: [{ message: { tool_calls: [{ index: 0, function: { name: 'f', arguments: { a: 1 } } }] } }],
    });
    expect(shaped).toMatchObject({
      object: 'chat.completion',
      created: 1_700_000_000,
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: 'stop',
          message: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          },
        },
      ],
    });
    const [call] = (messageOf(shaped)['tool_calls'] ?? []) as Fields[];
    expect(call?.['id']).toMatch(/^call_/);
    expect(call).not.toHaveProperty('index');
  });

  test('of OpenAI’s stays as it is', () => {
    const whole = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'm',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
    expect(shapeCompletion(structuredClone(whole))).toEqual(whole);
  });
});

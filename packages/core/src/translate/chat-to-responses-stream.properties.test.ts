import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chatResultToResponse } from './chat-result-to-response.ts';
import { ChatToResponsesStream } from './chat-to-responses-stream.ts';
import type { JsonObject } from './json-object.ts';
import { ResponsesToChatStream } from './responses-to-chat-stream.ts';

const HEAD = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' };
const chunk = (delta: object, finish_reason: string | null = null) => ({
  ...HEAD,
  choices: [{ index: 0, delta, finish_reason }],
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

function translate(chunks: object[]): JsonObject[] {
  const stream = new ChatToResponsesStream();
  return [...chunks.flatMap((one) => stream.push(one)), ...stream.end('done')];
}

const last = (events: JsonObject[]) =>
  events.at(-1) as { type: string; response: JsonObject & { output: JsonObject[] } };
const outputOf = (events: JsonObject[]) => last(events).response.output;

/** What must hold of every Responses stream. */
function checkStream(events: JsonObject[]): void {
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  const of = (type: string) => events.filter((event) => event.type === type);
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress']);
  expect(events.filter(({ type }) => /^response\.(completed|incomplete|failed)$/.test(String(type)))).toEqual([
    last(events),
  ]);

  const items = outputOf(events);
  const indexes = items.map((_, index) => index);
  expect(of('response.output_item.added').map((event) => event.output_index)).toEqual(indexes);
  expect(of('response.output_item.done').map((event) => event.output_index)).toEqual(indexes);
  expect(of('response.output_item.done').map((event) => event.item)).toEqual(items);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);

  for (const [index, item] of items.entries()) {
    const mine = events.filter((event) => event.output_index === index);
    expect(mine[0]?.type).toBe('response.output_item.added');
    expect(mine.at(-1)?.type).toBe('response.output_item.done');
    expect(mine[0]?.item).toMatchObject({ id: item.id });
    expect(new Set(mine.slice(1, -1).map(({ item_id }) => item_id))).toEqual(
      mine.length > 2 ? new Set([item.id]) : new Set(),
    );
    const joined = (type: string, part?: number) =>
      mine
        .filter((event) => event.type === type && (part === undefined || event.content_index === part))
        .map(({ delta }) => delta)
        .join('');
    if (item.type === 'function_call') {
      expect(joined('response.function_call_arguments.delta')).toBe(item.arguments);
      expect(mine.filter(({ type }) => type === 'response.function_call_arguments.done')).toMatchObject([
        { arguments: item.arguments, name: item.name },
      ]);
      continue;
    }
    for (const [at, part] of (item.content as JsonObject[]).entries()) {
      const inPart = mine.filter(({ content_index }) => content_index === at);
      const field = part.type === 'refusal' ? 'refusal' : 'text';
      expect(inPart[0]?.type).toBe('response.content_part.added');
      expect(inPart.at(-1)).toMatchObject({ type: 'response.content_part.done', part });
      expect(inPart.at(-2)).toMatchObject({ type: `response.${part.type}.done`, [field]: part[field] });
      expect(joined(`response.${part.type}.delta`, at)).toBe(part[field]);
    }
  }
}

const word = fc.string({ minLength: 1, maxLength: 6 });
const calls = fc.uniqueArray(fc.record({ id: word, name: word, pieces: fc.array(word, { maxLength: 4 }) }), {
  selector: ({ id }) => id,
  maxLength: 4,
});
const answers = fc.record({
  reasoning: fc.array(word, { maxLength: 4 }),
  text: fc.array(word, { maxLength: 6 }),
  refusal: fc.array(word, { maxLength: 2 }),
  calls,
  finish: fc.constantFrom('stop', 'length', 'content_filter'),
  hasUsage: fc.boolean(),
  order: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
});

/** The answer in pieces: calls interleaved at random, everything else in its order. */
function chunksOf(answer: typeof answers extends fc.Arbitrary<infer T> ? T : never): object[] {
  const starts = answer.calls.map(({ id, name }, index) => call(index, id, name, ''));
  const pieces = answer.calls.flatMap((one, index) => one.pieces.map((piece, at) => ({ index, at, piece })));
  const keys = new Map(pieces.map((piece, at) => [piece, answer.order[at] as number]));
  const byCall = answer.calls.map((_, index) => pieces.filter((piece) => piece.index === index));
  const turns = [...pieces].sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number)).map(({ index }) => index);
  const interleaved = turns.map((index) => (byCall[index] as typeof pieces).shift() as (typeof pieces)[number]);
  return [
    chunk({ role: 'assistant', content: '' }),
    ...answer.reasoning.map((reasoning_content) => chunk({ reasoning_content })),
    ...answer.text.map((content) => chunk({ content })),
    ...answer.refusal.map((refusal) => chunk({ refusal })),
    ...starts.map((delta) => chunk(delta)),
    ...interleaved.map(({ index, piece }) => chunk(call(index, undefined, undefined, piece))),
    chunk({}, answer.finish),
    ...(answer.hasUsage ? [usage] : []),
  ];
}

function completionOf(answer: Parameters<typeof chunksOf>[0]) {
  const { reasoning, text, refusal, finish, hasUsage } = answer;
  const made = answer.calls.map(({ id, name, pieces }) => ({
    id,
    type: 'function',
    function: { name, arguments: pieces.join('') },
  }));
  const message = {
    role: 'assistant',
    content: text.length > 0 ? text.join('') : null,
    refusal: refusal.length > 0 ? refusal.join('') : null,
    ...(reasoning.length > 0 ? { reasoning_content: reasoning.join('') } : {}),
    ...(made.length > 0 ? { tool_calls: made } : {}),
  };
  return {
    ...HEAD,
    choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
    usage: hasUsage ? USAGE : null,
  };
}

test('the protocol is kept, and the end is what the unstreamed answer would have been', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const events = translate(chunksOf(answer));
      checkStream(events);
      const whole = chatResultToResponse(completionOf(answer));
      expect(last(events).response).toEqual(whole);
    }),
    { numRuns: 150 },
  );
});

test('said as chat again, it has the same text, calls and usage', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const back = new ResponsesToChatStream({ includeUsage: true });
      const chunks = [...translate(chunksOf(answer)).flatMap((event) => back.push(event)), ...back.end()];
      const deltas = chunks.flatMap(({ choices }) => choices as JsonObject[]);
      const joined = (field: string) => deltas.map(({ delta }) => (delta as JsonObject)[field] ?? '').join('');
      expect(joined('content')).toBe(answer.text.join(''));
      expect(joined('refusal')).toBe(answer.refusal.join(''));
      expect(joined('reasoning_content')).toBe(answer.reasoning.join(''));
      const pieces = deltas.flatMap(
        ({ delta }) =>
          ((delta as JsonObject).tool_calls ?? []) as {
            index: number;
            id?: string;
            function: { name?: string; arguments: string };
          }[],
      );
      const calls = answer.calls.map((_, index) => pieces.filter((piece) => piece.index === index));
      expect(
        calls.map((mine) => ({
          id: mine[0]?.id,
          name: mine[0]?.function.name,
          given: mine.map((piece) => piece.function.arguments).join(''),
        })),
      ).toEqual(answer.calls.map(({ id, name, pieces: given }) => ({ id, name, given: given.join('') })));
      const reason = answer.finish === 'stop' && answer.calls.length > 0 ? 'tool_calls' : answer.finish;
      expect(deltas.map(({ finish_reason }) => finish_reason).filter((given) => given !== null)).toEqual([reason]);
      expect(chunks.map((one) => one.usage).filter((given) => given !== null)).toMatchObject(
        answer.hasUsage ? [USAGE] : [],
      );
      expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']));
    }),
    { numRuns: 150 },
  );
});

test('the protocol is kept, and nothing is lost, whatever the pieces are and in whatever order they come', () => {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const piece = fc.oneof(
    fc.record({ content: word }),
    fc.record({ refusal: word }),
    fc.record({ reasoning: word }),
    fc
      .tuple(
        maybe(fc.nat({ max: 2 })),
        maybe(fc.constantFrom('a', 'b', 'c')),
        maybe(fc.constantFrom('f', 'g')),
        maybe(word),
      )
      .map(([index, id, name, given]) => call(index, id, name, given)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom('stop', 'length'), (pieces, finish) => {
      const events = translate([...pieces.map((delta) => chunk(delta)), chunk({}, finish)]);
      checkStream(events);
      const said = pieces as { content?: string; tool_calls?: { function: { arguments?: string } }[] }[];
      expect(last(events).response.output_text).toBe(said.map(({ content }) => content ?? '').join(''));
      const given = said.flatMap(({ tool_calls }) => tool_calls ?? []).map((one) => one.function.arguments ?? '');
      const kept = outputOf(events).map((item) => item.arguments ?? '');
      expect([...kept.join('')].sort()).toEqual([...given.join('')].sort());
    }),
    { numRuns: 200 },
  );
});

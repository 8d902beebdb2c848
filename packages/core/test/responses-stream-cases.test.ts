import { createClient, StreamError } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { byteTransport, wireOf } from './byte-transport.ts';
import { failure } from './faults/harness.ts';

const RESPONSE = {
  id: 'resp_1',
  object: 'response',
  created_at: 1_750_000_000,
  status: 'in_progress',
  model: 'm',
  output: [],
};
const ITEM = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
};
const CREATED = { type: 'response.created', response: RESPONSE };
const ADDED = {
  type: 'response.output_item.added',
  output_index: 0,
  item: { ...ITEM, status: 'in_progress', content: [] },
};
const DELTA = {
  type: 'response.output_text.delta',
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: 'Hi',
  logprobs: [],
};
const COMPLETED = {
  type: 'response.completed',
  response: { ...RESPONSE, status: 'completed', output: [ITEM], usage: { total_tokens: 3 } },
};
const ordered = (...events: object[]) =>
  wireOf(...events.map((event, sequence_number) => ({ ...event, sequence_number })));

const WHOLE = ordered(CREATED, ADDED, DELTA, COMPLETED);

function open(wires: string[], options: { provider?: typeof openai; maxRetries?: number; type?: string } = {}) {
  let sent = 0;
  const transport = (request: Parameters<ReturnType<typeof byteTransport>>[0]) => {
    sent += 1;
    const wire = wires[Math.min(sent, wires.length) - 1] ?? '';
    return byteTransport(wire, options.type === undefined ? {} : { type: options.type })(request);
  };
  const client = createClient({ provider: options.provider ?? openai, transport, maxRetries: options.maxRetries ?? 0 });
  const stream = client.responses.create({ model: 'm', input: 'Hi', stream: true });
  return { stream, sent: () => sent };
}

describe('a stream of a response', () => {
  test.each([
    ['as OpenAI sends it, without [DONE]', WHOLE],
    ['with [DONE]', `${WHOLE}data: [DONE]\n\n`],
    ['with events that nobody knows', ordered(CREATED, { type: 'response.tomorrow' }, ADDED, DELTA, COMPLETED)],
    ['with anything after its end', WHOLE + ordered({ type: 'response.tomorrow' })],
    ['with names on its events', WHOLE.replaceAll('data:', 'event: x\ndata:')],
    ['with CRLF', WHOLE.replaceAll('\n', '\r\n')],
  ])('%s is whole', async (_, wire) => {
    const stream = await open([wire]).stream;
    const texts: string[] = [];
    for await (const text of stream.text()) texts.push(text);
    expect(texts).toEqual(['Hi']);
    expect(await stream.final()).toMatchObject({ status: 'completed', output_text: 'Hi', usage: { total_tokens: 3 } });
  });

  test('that is incomplete is whole, and says why', async () => {
    const response = {
      ...COMPLETED.response,
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    };
    const { stream } = open([ordered(CREATED, ADDED, DELTA, { type: 'response.incomplete', response })]);
    expect(await (await stream).final()).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  test.each([
    ['that ends early', ordered(CREATED, ADDED, DELTA), 'stream_incomplete', null],
    ['that ends early with [DONE]', `${ordered(CREATED, ADDED, DELTA)}data: [DONE]\n\n`, 'stream_incomplete', null],
    [
      'that fails',
      ordered(CREATED, ADDED, DELTA, {
        type: 'response.failed',
        response: { ...RESPONSE, error: { code: 'server_error', message: 'x' } },
      }),
      'server',
      'server_error',
    ],
    [
      'with a flat error',
      ordered(CREATED, ADDED, DELTA, { type: 'error', code: 'rate_limit_exceeded', message: 'x', param: null }),
      'rate_limit',
      'rate_limit_exceeded',
    ],
    [
      'with a nested error',
      ordered(CREATED, ADDED, DELTA, { type: 'error', error: { type: 'server_error', code: null, message: 'x' } }),
      'server',
      null,
    ],
    ['with an event that is no object', `${ordered(CREATED, ADDED, DELTA)}data: 7\n\n`, 'parse', null],
  ])('%s is broken, and keeps its text', async (_, wire, code, apiCode) => {
    const error = await failure(async () => (await open([wire]).stream).final());
    expect(StreamError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code, apiCode, retryable: false, partial: { role: 'assistant', content: 'Hi' } });
  });

  test.each([
    ['after it was created', ordered(CREATED)],
    ['after its message was announced', ordered(CREATED, ADDED)],
    ['with an error', ordered(CREATED, { type: 'error', code: 'server_error', message: 'x' })],
    ['with nothing', ''],
  ])('that breaks %s is tried again unseen', async (_, broken) => {
    const { stream, sent } = open([broken, WHOLE], { maxRetries: 1 });
    const types: string[] = [];
    for await (const { type } of await stream) types.push(type);
    expect(types).toEqual([
      'response.created',
      'response.output_item.added',
      'response.output_text.delta',
      'response.completed',
    ]);
    expect(sent()).toBe(2);
  });

  test('of EU GPT that breaks after its part was announced is tried again unseen', async () => {
    const part = { type: 'response.content_part.added', output_index: 0, content_index: 0 };
    const euText = { type: 'response.output_text.delta', delta: 'Hi' };
    const end = { type: 'response.completed', response: { id: 'x', status: 'completed', output_text: 'Hi' } };
    const { stream, sent } = open([ordered(CREATED, part), ordered(CREATED, part, euText, end)], {
      provider: eugpt,
      maxRetries: 1,
    });
    expect((await (await stream).final()).output_text).toBe('Hi');
    expect(sent()).toBe(2);
  });

  test('that was never one is `content_type`', async () => {
    expect((await failure(() => open(['<p>Sign in'], { type: 'text/html' }).stream)).code).toBe('content_type');
    expect((await failure(() => open(['{"id":"x"}'], { type: 'application/json' }).stream)).code).toBe('content_type');
  });
});

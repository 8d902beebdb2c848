import { createClient, StreamError } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { byteTransport, wireOf } from './byte-transport.ts';
import { ASK_STREAM, failure } from './faults/harness.ts';

const HEAD = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm' };
const chunk = (delta: object | null, finish_reason: string | null = null, index = 0) => ({
  ...HEAD,
  choices: [{ index, delta, finish_reason }],
});
const HI = chunk({ role: 'assistant', content: 'Hi' });
const STOP = chunk({}, 'stop');
const USAGE = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const DONE = '[DONE]';

function open(wire: string, options: { type?: string; cuts?: number[] } = {}) {
  const client = createClient({ provider: openai, transport: byteTransport(wire, options), maxRetries: 0 });
  return client.chat.completions.create(ASK_STREAM);
}

describe('a chat stream is whole', () => {
  test.each([
    ['with a finish reason and [DONE]', wireOf(HI, STOP, DONE)],
    ['with a finish reason alone', wireOf(HI, STOP)],
    ['with [DONE] alone', wireOf(HI, DONE)],
    ['with [DONE] twice', wireOf(HI, STOP, DONE, DONE)],
    ['with [DONE] without a space', `${wireOf(HI, STOP)}data:[DONE]\n\n`],
    ['with [DONE] and a space behind it', wireOf(HI, STOP, '[DONE] ')],
    ['with [DONE] without its blank line', `${wireOf(HI, STOP)}data: [DONE]`],
    ['with events after [DONE]', wireOf(HI, STOP, DONE, HI)],
    ['with CRLF', wireOf(HI, STOP, DONE).replaceAll('\n', '\r\n')],
    ['with CR', wireOf(HI, STOP, DONE).replaceAll('\n', '\r')],
    ['with empty data between', wireOf(HI, '', STOP, DONE)],
    ['with comments between', `${wireOf(HI)}: keep-alive\n\n${wireOf(STOP, DONE)}`],
    ['with ids and retry times', wireOf(HI, STOP, DONE).replaceAll('data:', 'id: 1\nretry: 3\ndata:')],
    ['with a delta that is null', wireOf(HI, chunk(null), STOP, DONE)],
    [
      'with keys that name a prototype',
      wireOf(HI, STOP, DONE).replaceAll('"model"', '"__proto__":{"polluted":1},"model"'),
    ],
  ])('%s', async (_, wire) => {
    for (const cuts of [[wire.length], []]) {
      const { choices } = await (await open(wire, { cuts })).final();
      expect(choices).toMatchObject([{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([
    ['in a chunk of its own', wireOf(HI, STOP, { ...HEAD, choices: [], usage: USAGE }, DONE)],
    [
      'with null before',
      wireOf({ ...HI, usage: null }, { ...STOP, usage: null }, { ...HEAD, choices: [], usage: USAGE }, DONE),
    ],
    ['on the last chunk with a choice', wireOf(HI, { ...STOP, usage: USAGE }, DONE)],
    ['on the first chunk', wireOf({ ...HI, usage: USAGE }, STOP, DONE)],
    [
      'growing on every chunk',
      wireOf({ ...HI, usage: { ...USAGE, completion_tokens: 1, total_tokens: 2 } }, { ...STOP, usage: USAGE }, DONE),
    ],
  ])('and its usage is found %s', async (_, wire) => {
    expect((await (await open(wire)).final()).usage).toEqual(USAGE);
  });

  test('and no usage is no usage', async () => {
    expect(await (await open(wireOf(HI, STOP, DONE))).final()).not.toHaveProperty('usage');
  });

  test('with two choices, each with its own end', async () => {
    const wire = wireOf(
      chunk({ role: 'assistant', content: 'A' }, null, 0),
      chunk({ role: 'assistant', content: 'B' }, null, 1),
      chunk({}, 'stop', 0),
      chunk({}, 'length', 1),
      DONE,
    );
    const stream = await open(wire);
    const { choices } = await stream.final();
    expect(choices.map(({ message, finish_reason }) => [message.content, finish_reason])).toEqual([
      ['A', 'stop'],
      ['B', 'length'],
    ]);
  });

  test('and gives its text, its lines of JSON and its final form', async () => {
    const wire = wireOf(HI, chunk({ content: ' there' }), STOP, DONE);
    const pieces: string[] = [];
    for await (const piece of (await open(wire)).text()) pieces.push(piece);
    expect(pieces).toEqual(['Hi', ' there']);
    const lines = (await new Response((await open(wire)).toReadableStream()).text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).choices[0].delta.content)).toEqual(['Hi', ' there', undefined]);
  });
});

describe('a chat stream is broken', () => {
  test.each([
    ['that ends without saying so', wireOf(HI), 'stream_incomplete'],
    [
      'that ends inside an event',
      `${wireOf(HI)}data: {"id":"c","choices":[{"delta":{"content":"lo`,
      'stream_incomplete',
    ],
    ['where one choice of two never ended', wireOf(HI, chunk({ content: 'B' }, null, 1), STOP), 'stream_incomplete'],
    [
      'with an event named error',
      `${wireOf(HI)}event: error\ndata: {"message":"boom","type":"server_error"}\n\n`,
      'server',
    ],
    [
      'with an error, though [DONE] follows',
      wireOf(HI, { error: { message: 'x', type: 'server_error' } }, DONE),
      'server',
    ],
    ['with an error in FastAPI’s words', wireOf(HI, { detail: 'upstream is gone' }), 'server'],
    [
      'with an error beside the choices',
      wireOf(HI, { ...chunk({}, 'error'), error: { message: 'x', code: 502 } }, DONE),
      'server',
    ],
    ['with a quota error', wireOf(HI, { error: { message: 'x', type: 'insufficient_quota' } }), 'quota'],
    ['with an event that is a number', wireOf(HI, 42), 'parse'],
    ['with an event that is no JSON', wireOf(HI, '{"id":'), 'parse'],
  ])('%s', async (_, wire, code) => {
    for (const cuts of [[wire.length], []]) {
      const stream = await open(wire, { cuts });
      const pieces: string[] = [];
      const error = await failure(async () => {
        for await (const { choices } of stream) pieces.push(choices[0]?.delta.content ?? '');
      });
      expect(pieces[0]).toBe('Hi');
      expect(StreamError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code, retryable: false, partial: { role: 'assistant', content: 'Hi' } });
      expect(await failure(() => stream.final())).toBe(error);
    }
  });

  test.each([
    ['nothing', '', 'text/event-stream', 'stream_incomplete'],
    ['only comments', ': a\n\n: b\n\n', 'text/event-stream', 'stream_incomplete'],
    ['only [DONE]', wireOf(DONE), 'text/event-stream', 'stream_incomplete'],
    ['a page', '<!doctype html><p>Sign in', 'text/html; charset=utf-8', 'content_type'],
    ['JSON that is no completion', '{"status":true,"task_ids":[]}', 'application/json', 'content_type'],
    ['an error as JSON', '{"detail":"nope"}', 'application/json', 'server'],
  ])('by %s in place of it', async (_, wire, type, code) => {
    expect((await failure(async () => (await open(wire, { type })).final())).code).toBe(code);
  });

  test('a second reader is refused, and the first is not disturbed', async () => {
    const stream = await open(wireOf(HI, STOP, DONE));
    const first = stream[Symbol.asyncIterator]();
    expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'configuration' }));
    expect((await first.next()).value.choices[0].delta.content).toBe('Hi');
    while (!(await first.next()).done);
    expect((await stream.final()).choices[0]?.message.content).toBe('Hi');
  });
});

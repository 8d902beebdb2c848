import { eventBatch, ServerEvent } from '@colloquy/core';
import { describe, expect, test } from 'vitest';
import { divide } from './batch-text.ts';
import { UsageTap } from './usage-tap.ts';

const STREAM = [
  'data: {"choices":[{"delta":{"role":"assistant","content":""}}],"usage":null}\n\n',
  ': keep-alive\n\n',
  'data: {"choices":[{"delta":{"content":"say \\"usage\\":{\\"total_tokens\\":1}"}}],"usage":null}\n\n',
  'data: {"choices":[{"delta":{"content":"é"}}],"usage":null}\r\n\r\n',
  'data: {"choices":[],"usage": {"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":0}}}\n\n',
  'data: [DONE]\n\n',
].join('');

describe('a read is divided', () => {
  const piece = ServerEvent.read(
    '{"choices":[{"delta":{"content":"\\"error\\" ü"},"finish_reason":null}],"usage":null}',
  ).toString();
  const bytes = (text: string) => Buffer.from(text);

  test.each([
    'data: {"usage":{"total_tokens":3}}\n\n',
    'data: {"usage": {"total_tokens":3}}\n\n',
    'data: {"usage":\ndata: {"total_tokens":3}}\n\n',
    'data: {"error": {"message":"overloaded"}}\n\n',
    'event: error\ndata: {"message":"overloaded"}\n\n',
    'data: {"choices":[{"finish_reason": "stop"}]}\n\n',
    'event: response.completed\ndata: {"type":"response.completed"}\n\n',
    'data: [DONE]\n\n',
  ])('where %j begins, in any of its pieces', (telling) => {
    for (const [before, after] of [
      ['', ''],
      [piece, ''],
      ['', piece],
      [piece, piece],
      [piece + piece, piece],
    ] as const) {
      for (const pieces of [
        [before + telling + after],
        [before, telling + after],
        [before, telling, after],
        [piece, before + telling],
      ]) {
        const given = pieces.filter((text) => text !== '').map(bytes);
        const parts = divide(eventBatch(given));
        expect(Buffer.concat([...parts.plain, ...(parts.telling?.pieces ?? [])])).toEqual(Buffer.concat(given));
        expect(parts.plain.join('').replaceAll(piece, '')).toBe('');
        expect(String(parts.telling?.pieces?.[0])).toMatch(telling.slice(0, 6));
        expect(parts.telling?.events[0]?.toString()).toBe(eventBatch([bytes(telling)]).events[0]?.toString());
      }
    }
  });

  test('nowhere when it holds nothing but pieces of an answer', () => {
    const given = [bytes(piece), bytes(`: keep-alive\n\n${piece}`)];
    expect(divide(eventBatch(given))).toEqual({ plain: given, telling: undefined });
  });

  test('at its beginning when its first event may have begun in the read before', () => {
    const batch = { events: [ServerEvent.read('{}')], bytes: bytes(piece) };
    expect(divide(batch)).toEqual({ plain: [], telling: batch });
  });
});

test('a whole JSON answer is read where it lies', () => {
  const tap = new UsageTap('/chat/completions');
  tap.pushWhole(Buffer.from('{"id":"x","usage": {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}'));
  expect(tap.usage?.totalTokens).toBe(3);
  expect(tap.pieces).toBe(0);
});

describe('a tap on bytes', () => {
  test('reads the usage wherever the network cuts the stream', () => {
    const bytes = Buffer.from(STREAM);
    for (let cut = 0; cut <= bytes.byteLength; cut += 1) {
      const tap = new UsageTap('/chat/completions');
      tap.push(bytes.subarray(0, cut));
      tap.push(bytes.subarray(cut));
      expect(tap.usage).toEqual({ promptTokens: 7, completionTokens: 2, totalTokens: 9 });
      expect(tap.pieces).toBe(4);
    }
  });

  test('reads it byte by byte', () => {
    const tap = new UsageTap('/chat/completions');
    for (const byte of Buffer.from(STREAM)) tap.push(Uint8Array.of(byte));
    expect(tap.usage?.totalTokens).toBe(9);
    expect(tap.pieces).toBe(4);
  });

  test('reads the usage of a JSON answer and of a Responses event', () => {
    const json = new UsageTap('/chat/completions');
    json.push(Buffer.from('{"id":"x","usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}'));
    expect(json.usage?.totalTokens).toBe(0);
    const events = new UsageTap('/responses');
    events.push(Buffer.from('data: {"response":{"usage":{"input_tokens":3,"output_tokens":4,"total_tokens":7}}}\n\n'));
    expect(events.usage).toEqual({ promptTokens: 3, completionTokens: 4, totalTokens: 7 });
  });

  test('something else named usage is passed over', () => {
    const tap = new UsageTap('/responses');
    tap.push(Buffer.from('{"tools":[{"parameters":{"properties":{"usage":{"type":"string"}}}}],"usage":["x"]}'));
    expect(tap.usage).toBeUndefined();
  });
});

test('a tap on events counts pieces, and reads usage from events that were made and events that were read', () => {
  for (const bytes of [undefined, new Uint8Array()]) {
    const tap = new UsageTap('/chat/completions');
    const usage = { prompt_tokens: 1, completion_tokens: 1 };
    const make =
      bytes === undefined
        ? (json: object) => ServerEvent.of(json)
        : (json: object) => ServerEvent.read(JSON.stringify(json));
    tap.pushBatch({ events: [make({ role: 1 }), make({ a: 1 })], ...(bytes === undefined ? {} : { bytes }) });
    tap.pushBatch({ events: [make({ usage }), ServerEvent.read('[DONE]')], ...(bytes === undefined ? {} : { bytes }) });
    expect(tap.usage).toEqual({ promptTokens: 1, completionTokens: 1, totalTokens: 2 });
    expect(tap.pieces).toBe(2);
  }
});

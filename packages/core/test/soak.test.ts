import { getEventListeners } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Client, ColloquyError, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import {
  CHAT_END,
  chatEvent,
  chunk,
  jsonAnswer,
  type RawExchange,
  rawServer,
  streamHead,
} from '@colloquy/core/testing';
import { expect, test } from 'vitest';
import { ASK, ASK_STREAM, COMPLETION } from './faults/harness.ts';

const HEL = chatEvent({ role: 'assistant', content: 'Hel' });
const WHOLE = `${streamHead()}${HEL}${chatEvent({ content: 'lo' })}${CHAT_END}`;
const GOOD = jsonAnswer(200, COMPLETION);
const ZIPPED = gzipSync(JSON.stringify(COMPLETION));
const zipHead = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: ${ZIPPED.length}\r\n\r\n`;

type Behaviour = (exchange: RawExchange) => unknown;

const say =
  (text: string): Behaviour =>
  ({ socket }) =>
    socket.write(text);
const sayAndReset =
  (text: string): Behaviour =>
  ({ socket }) =>
    socket.write(text, () => socket.resetAndDestroy());

/** What a service may do with a call, by the name the call asks for as its model. */
const JSON_BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  good: say(GOOD),
  'reset before the headers': ({ socket }) => socket.resetAndDestroy(),
  'end before the headers': ({ socket }) => socket.end(),
  'no HTTP': ({ socket }) => socket.end('SSH-2.0\r\n\r\n'),
  silence: () => undefined,
  'body cut short': ({ socket }) => socket.end(GOOD.slice(0, -20)),
  'body reset': sayAndReset(GOOD.slice(0, -20)),
  'a page': say(jsonAnswer(200, '<p>', { 'content-type': 'text/html' })),
  'no JSON': say('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n{"a'),
  'zip cut short': ({ socket }) => {
    socket.write(zipHead);
    socket.end(ZIPPED.subarray(0, 20));
  },
  'redirect elsewhere': say('HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
  'busy for a moment': ({ socket, number }) =>
    socket.write(number % 2 === 0 ? GOOD : jsonAnswer(429, {}, { 'retry-after-ms': '1' })),
  unavailable: say(jsonAnswer(503, {}, { 'retry-after-ms': '1' })),
  'a spent quota': say(jsonAnswer(429, { error: { message: 'x', code: 'insufficient_quota' } })),
  'a wrong key': say(jsonAnswer(401, {})),
  'a stream': say(WHOLE),
};

const STREAM_BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  good: say(WHOLE),
  'reset before the first content': sayAndReset(streamHead()),
  'reset after the first content': sayAndReset(`${streamHead()}${HEL}`),
  'end without a finish': say(`${streamHead()}${HEL}${chunk('')}`),
  'nothing at all': say(`${streamHead()}${chunk('')}`),
  'silence after the first content': say(`${streamHead()}${HEL}`),
  'an error': say(`${streamHead()}${HEL}${chunk('data: {"error":{"message":"x"}}\n\n')}${chunk('')}`),
  'no JSON': say(`${streamHead()}${HEL}${chunk('data: {"a\n\n')}${chunk('')}`),
  'an open end': say(`${streamHead()}${HEL}${chatEvent({}, 'stop')}${chunk('data: [DONE]\n\n')}`),
  'a whole answer': say(GOOD),
};

/** The ways a caller may deal with a stream. */
const READERS = ['read', 'final', 'leave', 'abort'] as const;

async function stream(client: Client, model: string, signal: AbortSignal, reader: (typeof READERS)[number]) {
  const answer = await client.chat.completions.create({ ...ASK_STREAM, model }, { signal });
  if (reader === 'final') return answer.final();
  for await (const _ of answer) {
    if (reader === 'leave') break;
    if (reader === 'abort') answer.abort();
  }
  return undefined;
}

/** The sockets, timers and the like that are open now and were not before. */
function leftOver(before: readonly string[]): string[] {
  const known = [...before];
  return process.getActiveResourcesInfo().filter((name) => {
    const at = known.indexOf(name);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

test('10,000 calls against a service that breaks every rule leave nothing behind', { timeout: 60_000 }, async () => {
  const stray: unknown[] = [];
  const note = (reason: unknown) => stray.push(reason);
  process.on('unhandledRejection', note);
  process.on('warning', note);
  const before = process.getActiveResourcesInfo();

  const server = await rawServer((exchange) => {
    const { model, stream: isStream } = JSON.parse(exchange.body) as { model: string; stream: boolean };
    return (isStream ? STREAM_BEHAVIOURS : JSON_BEHAVIOURS)[model]?.(exchange);
  });
  const client = createClient({
    provider: openai,
    apiKey: 'sk-test',
    baseURL: server.baseURL,
    maxRetries: 1,
    timeout: { firstByte: 500, idle: 500 },
  });
  const { signal } = new AbortController();
  const codes = new Map<string, number>();
  let good = 0;

  const jsonModels = Object.keys(JSON_BEHAVIOURS);
  const streamModels = Object.keys(STREAM_BEHAVIOURS);
  const call = (number: number): Promise<unknown> => {
    // Nine of ten calls go well, as in life; what goes wrong goes wrong in every way in turn.
    const turn = Math.floor(number / 10);
    const fault = number % 10 === 0;
    if (turn % 2 === 0) {
      const model = fault ? (jsonModels[(turn / 2) % jsonModels.length] as string) : 'good';
      return client.chat.completions.create({ ...ASK, model }, { signal });
    }
    const model = fault ? (streamModels[((turn - 1) / 2) % streamModels.length] as string) : 'good';
    return stream(
      client,
      model,
      signal,
      READERS[(number + Math.floor(number / 200)) % READERS.length] as (typeof READERS)[number],
    );
  };

  let next = 0;
  const worker = async () => {
    while (next < 10_000) {
      const number = next;
      next += 1;
      try {
        await call(number);
        good += 1;
      } catch (error) {
        if (!ColloquyError.isInstance(error)) throw error;
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));

  expect(good).toBeGreaterThan(5000);
  const failed = [...codes.values()].reduce((sum, count) => sum + count, 0);
  expect(good + failed).toBe(10_000);
  expect([...codes.keys()].sort()).toEqual(
    expect.arrayContaining([
      'aborted',
      'authentication',
      'connection',
      'content_type',
      'parse',
      'quota',
      'redirect',
      'server',
      'stream_incomplete',
      'stream_interrupted',
      'stream_stalled',
      'timeout',
      'truncated',
    ]),
  );
  expect(getEventListeners(signal, 'abort')).toEqual([]);

  await client.close();
  await server.idle();
  await server.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(leftOver(before)).toEqual([]);
  expect(stray).toEqual([]);
  process.off('unhandledRejection', note);
  process.off('warning', note);
});

test('a file of 300 MB is uploaded in constant memory', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'colloquy-soak-'));
  const path = join(folder, 'big.bin');
  const size = 300 * 1024 * 1024;
  await writeFile(path, '');
  await truncate(path, size);
  let received = 0;
  const server = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => {
      received += bytes.length;
    });
    request.on('end', () =>
      response.setHeader('content-type', 'application/json').end('{"id":"file-1","object":"file"}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as { port: number }).port}/v1`;
  const client = createClient({ provider: openai, apiKey: 'sk-test', baseURL });
  try {
    const before = process.memoryUsage().rss;
    let peak = 0;
    await client.files.upload(path, {
      purpose: 'batch',
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    });
    expect(received).toBeGreaterThan(size);
    // The service is in this process too, so both sides' buffers are counted.
    expect((peak - before) / 1024 / 1024).toBeLessThan(100);
  } finally {
    await client.close();
    server.close();
    await rm(folder, { recursive: true });
  }
});

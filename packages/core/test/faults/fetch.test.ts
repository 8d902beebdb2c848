import { CHAT_END, chatEvent, chunk, jsonAnswer, streamHead } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, ASK_STREAM, against, COMPLETION, failure, readAll } from './harness.ts';

const HEL = chatEvent({ role: 'assistant', content: 'Hel' });
const WHOLE = `${streamHead()}${HEL}${chatEvent({ content: 'lo' })}${CHAT_END}`;
const GOOD = jsonAnswer(200, COMPLETION);
const through = { fetch: globalThis.fetch };
const partial = { role: 'assistant', content: 'Hel' };

describe('through fetch', () => {
  test('an answer and a stream arrive', async () => {
    const { client } = await against(
      ({ socket, body }) => socket.write(body.includes('"stream":true') ? WHOLE : GOOD),
      through,
    );
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
    expect(await readAll(() => client.chat.completions.create(ASK_STREAM))).toEqual({
      text: 'Hello',
      error: undefined,
    });
  });

  test('C3 a reset before the headers is tried again', async () => {
    const { client, server } = await against(({ socket, number }) => {
      if (number === 1) socket.resetAndDestroy();
      else socket.write(GOOD);
    }, through);
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
    expect(new Set(server.exchanges.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('C5 a body cut short is `truncated`', async () => {
    const { client } = await against(({ socket }) => socket.end(GOOD.slice(0, -10)), { ...through, maxRetries: 0 });
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('truncated');
  });

  test.each([
    ['C6 before the headers', ''],
    ['C7 inside the body', GOOD.slice(0, -10)],
  ])('%s a silence is `timeout`', async (_, text) => {
    const { client } = await against(({ socket }) => socket.write(text), { ...through, maxRetries: 0, timeout: 150 });
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('timeout');
  });

  test('C9 a stream that stalls is `stream_stalled`', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`), {
      ...through,
      timeout: { idle: 100 },
    });
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error).toMatchObject({
      code: 'stream_stalled',
      partial,
    });
    await server.idle();
  });

  test('C11 a stream that is reset is `stream_interrupted`', async () => {
    const { client } = await against(({ socket }) => {
      socket.write(`${streamHead()}${HEL}`);
      setTimeout(() => socket.resetAndDestroy(), 30);
    }, through);
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error).toMatchObject({
      code: 'stream_interrupted',
      partial,
    });
  });

  test('C13 a stream that ends without saying so is `stream_incomplete`', async () => {
    const { client } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}${chunk('')}`), through);
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error?.code).toBe('stream_incomplete');
  });

  test('C27 a redirect to another origin is refused, and nothing is sent there', async () => {
    const other = await against(({ socket }) => socket.write(GOOD));
    const moved = `HTTP/1.1 307 Moved\r\nlocation: ${other.server.baseURL}/x\r\ncontent-length: 0\r\n\r\n`;
    const { client } = await against(({ socket }) => socket.write(moved), through);
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('redirect');
    expect(other.server.exchanges).toHaveLength(0);
  });

  test('C37 a call ended by its caller is `aborted`, and its connection is closed', async () => {
    const controller = new AbortController();
    const { client, server } = await against(() => setTimeout(() => controller.abort('enough'), 20), through);
    expect(await failure(() => client.chat.completions.create(ASK, { signal: controller.signal }))).toMatchObject({
      code: 'aborted',
      cause: 'enough',
    });
    await server.idle();
  });

  test('C38 leaving a stream closes its connection', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`), through);
    for await (const _ of await client.chat.completions.create(ASK_STREAM)) break;
    await server.idle();
  });

  test('a stream of bytes is uploaded', async () => {
    async function* pieces() {
      yield new TextEncoder().encode('one ');
      yield new TextEncoder().encode('two');
    }
    const { client, server } = await against(({ socket }) => socket.write(jsonAnswer(200, { id: 'file-1' })), through);
    expect((await client.files.upload(pieces(), { purpose: 'batch' })).id).toBe('file-1');
    expect(server.exchanges[0]?.body).toContain('two');
  });

  test('a fetch that does not listen to its signal keeps nobody waiting', async () => {
    const deaf = (() => new Promise(() => undefined)) as typeof fetch;
    const { client } = await against(() => undefined, { fetch: deaf, maxRetries: 0 });
    expect((await failure(() => client.chat.completions.create(ASK, { timeout: 50 }))).code).toBe('timeout');
    const signal = AbortSignal.timeout(50);
    expect((await failure(() => client.chat.completions.create(ASK, { signal }))).code).toBe('aborted');
  });
});

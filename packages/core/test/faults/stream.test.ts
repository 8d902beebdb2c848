import { StreamError } from '@colloquy/core';
import { CHAT_END, chatEvent, chunk, jsonAnswer, streamHead } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK_STREAM, against, COMPLETION, failure, readAll, timed } from './harness.ts';

const HEL = chatEvent({ role: 'assistant', content: 'Hel' });
const WHOLE = `${streamHead()}${HEL}${chatEvent({ content: 'lo' })}${CHAT_END}`;

describe('a stream before its first content', () => {
  test('C8 that says nothing is given up for another attempt', async () => {
    const { client, server } = await against(
      ({ socket, number }) => {
        socket.write(number === 1 ? `${streamHead()}${chunk(': waiting\n\n')}` : WHOLE);
      },
      { timeout: { firstByte: 150 } },
    );
    const { text, error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect({ text, error }).toEqual({ text: 'Hello', error: undefined });
    expect(server.exchanges).toHaveLength(2);
  });

  test('C8 that never says anything is `timeout`', async () => {
    const { client } = await against(({ socket }) => socket.write(streamHead()), { timeout: 150, maxRetries: 0 });
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error?.code).toBe('timeout');
  });

  test.each([
    ['the client', { timeout: { idle: 150 } }, {}],
    ['the call', {}, { timeout: { idle: 150 } }],
  ])('C8 is bounded by `idle` alone, as %s names it', async (_, options, call) => {
    const { client } = await against(({ socket }) => socket.write(streamHead()), { ...options, maxRetries: 0 });
    const { ms, result } = await timed(() => readAll(() => client.chat.completions.create(ASK_STREAM, call)));
    expect(result.error?.code).toBe('timeout');
    expect(ms).toBeLessThan(2000);
  });

  test('C9 a call that names one wait keeps the others of its client', async () => {
    const { client } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`), { timeout: { idle: 100 } });
    const call = { timeout: { firstByte: 60_000 } };
    const { error } = await readAll(() => client.chat.completions.create(ASK_STREAM, call));
    expect(error?.code).toBe('stream_stalled');
  });

  test('C10 that is reset is tried again, and the caller sees one clean stream', async () => {
    const { client } = await against(async ({ socket, number }) => {
      if (number > 1) socket.write(WHOLE);
      else
        socket.write(`${streamHead()}${chatEvent({ role: 'assistant', content: '' })}`, () => socket.resetAndDestroy());
    });
    expect(await readAll(() => client.chat.completions.create(ASK_STREAM))).toEqual({
      text: 'Hello',
      error: undefined,
    });
  });

  test('C15 that is empty is `stream_incomplete` and retryable', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${chunk('')}`));
    const { error } = await readAll(() => client.chat.completions.create(ASK_STREAM, { maxRetries: 1 }));
    expect(error).toMatchObject({ code: 'stream_incomplete', retryable: true, attempts: 2 });
    expect(server.exchanges).toHaveLength(2);
  });

  test('C16 whose first event is an error is tried again', async () => {
    const overloaded = { error: { message: 'overloaded', type: 'server_error', param: null, code: null } };
    const { client } = await against(({ socket, number }) => {
      socket.write(
        number > 1 ? WHOLE : `${streamHead()}${chunk(`data: ${JSON.stringify(overloaded)}\n\n`)}${chunk('')}`,
      );
    });
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).text).toBe('Hello');
  });

  test('C16 whose first event says that the quota is spent is not tried again', async () => {
    const spent = { error: { message: 'spent', type: 'insufficient_quota', param: null, code: 'insufficient_quota' } };
    const { client, server } = await against(({ socket }) => {
      socket.write(`${streamHead()}${chunk(`data: ${JSON.stringify(spent)}\n\n`)}${chunk('')}`);
    });
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error?.code).toBe('quota');
    expect(server.exchanges).toHaveLength(1);
  });

  test.each(['text/html', 'text/plain'])('C19 of %s is `content_type`', async (type) => {
    const { client } = await against(({ socket }) => socket.write(jsonAnswer(200, '<p>', { 'content-type': type })));
    expect((await failure(() => client.chat.completions.create(ASK_STREAM))).code).toBe('content_type');
  });

  test('C19 of a JSON error with status 200 is that error', async () => {
    const { client } = await against(({ socket }) => socket.write(jsonAnswer(200, { detail: 'Model not found' })));
    const error = await failure(() => client.chat.completions.create(ASK_STREAM, { maxRetries: 0 }));
    expect(error.message).toContain('Model not found');
  });

  test('a JSON completion is streamed as one', async () => {
    const { client } = await against(({ socket }) => socket.write(jsonAnswer(200, COMPLETION)));
    const stream = await client.chat.completions.create(ASK_STREAM);
    expect((await stream.final()).choices[0]?.message.content).toBe('Hello');
    expect((await stream.final()).usage).toEqual(COMPLETION.usage);
  });
});

describe('a stream after its first content', () => {
  const partial = { role: 'assistant', content: 'Hel' };

  test('C9 that stalls is `stream_stalled` with the message so far', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`), {
      timeout: { idle: 100 },
    });
    const { text, error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect(text).toBe('Hel');
    expect(StreamError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'stream_stalled', partial, retryable: false });
    expect(server.exchanges).toHaveLength(1);
    await server.idle();
  });

  test('C9 keep-alive comments do not keep a stalled stream alive', async () => {
    const { client } = await against(
      ({ socket }) => {
        socket.write(`${streamHead()}${HEL}`);
        const timer = setInterval(() => socket.write(chunk(': keep-alive\n\n')), 20);
        socket.on('close', () => clearInterval(timer));
      },
      { timeout: { idle: 150 } },
    );
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error?.code).toBe('stream_stalled');
  });

  test('C11 that is reset is `stream_interrupted` with the message so far', async () => {
    const { client } = await against(({ socket }) => {
      socket.write(`${streamHead()}${HEL}`);
      setTimeout(() => socket.resetAndDestroy(), 30);
    });
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error).toMatchObject({
      code: 'stream_interrupted',
      partial,
    });
  });

  test('C12 that is closed without its last chunk is `stream_interrupted`', async () => {
    const { client } = await against(({ socket }) => socket.end(`${streamHead()}${HEL}`));
    expect((await readAll(() => client.chat.completions.create(ASK_STREAM))).error).toMatchObject({
      code: 'stream_interrupted',
      partial,
    });
  });

  test('C13 that ends without saying so is `stream_incomplete`', async () => {
    const { client } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}${chunk('')}`));
    const { text, error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect(text).toBe('Hel');
    expect(error).toMatchObject({ code: 'stream_incomplete', partial, retryable: false });
  });

  test.each([
    ['no [DONE]', `${chatEvent({}, 'stop')}${chunk('')}`],
    ['two [DONE]', `${CHAT_END.slice(0, -5)}${chunk('data: [DONE]\n\n')}${chunk('')}`],
    [
      'events after [DONE]',
      `${chatEvent({}, 'stop')}${chunk('data: [DONE]\n\n')}${chatEvent({ content: 'x' })}${chunk('')}`,
    ],
    ['an open connection after [DONE]', `${chatEvent({}, 'stop')}${chunk('data: [DONE]\n\n')}`],
  ])('C14 with %s is complete, once', async (_, end) => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}${end}`));
    expect(await readAll(() => client.chat.completions.create(ASK_STREAM))).toEqual({ text: 'Hel', error: undefined });
    await client.close();
    await server.idle();
  });

  test('C16 an error event rejects with its code and the message so far', async () => {
    const said = { error: { message: 'broke', type: 'server_error', param: null, code: 'server_is_overloaded' } };
    const { client } = await against(({ socket }) => {
      socket.write(`${streamHead()}${HEL}${chunk(`data: ${JSON.stringify(said)}\n\ndata: [DONE]\n\n`)}${chunk('')}`);
    });
    const { text, error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect(text).toBe('Hel');
    expect(error).toMatchObject({ code: 'server', apiCode: 'server_is_overloaded', type: 'server_error', partial });
  });

  test('C17 an event that is not JSON is `parse`, quoting little of it', async () => {
    const { client } = await against(({ socket }) => {
      socket.write(`${streamHead({ 'x-request-id': 'req_7' })}${HEL}${chunk(`data: {"id": ${'x'.repeat(5000)}\n\n`)}`);
    });
    const { error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect(error).toMatchObject({ code: 'parse', requestId: 'req_7', partial });
    expect(error?.message.length).toBeLessThan(400);
  });

  test('C18 comments and events without data are passed over', async () => {
    const noise = `${chunk(': ping\n\n')}${chunk('data:\n\n')}${chunk('data: \n\n')}`;
    const { client } = await against(({ socket }) => {
      socket.write(`${streamHead()}${noise}${HEL}${noise}${chatEvent({ content: 'lo' })}${noise}${CHAT_END}`);
    });
    expect(await readAll(() => client.chat.completions.create(ASK_STREAM))).toEqual({
      text: 'Hello',
      error: undefined,
    });
  });

  test('C25 a line without end is `too_large`, and the connection is closed', async () => {
    const { client, server } = await against(({ socket }) => {
      socket.write(`${streamHead()}${HEL}`);
      const flood = chunk(`data: ${'x'.repeat(1024 * 1024)}`);
      const more = () => {
        while (!socket.destroyed && socket.write(chunk('y'.repeat(1024 * 1024))));
        if (!socket.destroyed) socket.once('drain', more);
      };
      socket.write(flood, more);
    });
    const { error } = await readAll(() => client.chat.completions.create(ASK_STREAM));
    expect(error).toMatchObject({ code: 'too_large', partial });
    await server.idle();
  });
});

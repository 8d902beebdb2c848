import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { jsonAnswer, rawServer } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, against, COMPLETION, failure, timed } from './harness.ts';

describe('before an answer', () => {
  test('C1 a refused connection is retried, then `connection`', async () => {
    const server = await rawServer(() => undefined);
    await server.close();
    const client = createClient({ provider: openai, apiKey: 'sk-x', baseURL: server.baseURL, maxRetries: 1 });
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error).toMatchObject({ code: 'connection', attempts: 2, retryable: true, provider: 'openai' });
  });

  test('C2 an unknown host is `connection`, and says so', async () => {
    const client = createClient({
      provider: openai,
      apiKey: 'sk-x',
      baseURL: 'http://nowhere.invalid/v1',
      maxRetries: 0,
    });
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error.code).toBe('connection');
    expect(error.message).toContain('nowhere.invalid');
  });

  test('C3 a reset before the headers is retried under one idempotency key', async () => {
    const { client, server } = await against(({ socket, number }) => {
      if (number === 1) socket.resetAndDestroy();
      else socket.write(jsonAnswer(200, COMPLETION));
    });
    expect((await client.chat.completions.create(ASK)).choices[0]?.message.content).toBe('Hello');
    const keys = server.exchanges.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^colloquy-/);
    expect(keys[1]).toBe(keys[0]);
  });

  test.each([
    ['an end before the headers', ''],
    ['an end inside the headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['a status line that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ])('C4 %s is retried', async (_, bytes) => {
    const { client } = await against(({ socket, number }) => {
      if (number === 1) socket.end(bytes);
      else socket.write(jsonAnswer(200, COMPLETION));
    });
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
  });

  test('C6 a service that never answers is `timeout` at the deadline', async () => {
    const { client } = await against(() => undefined, { timeout: 200 });
    const { ms, result } = await timed(() => failure(() => client.chat.completions.create(ASK)));
    expect(result.code).toBe('timeout');
    expect(ms).toBeGreaterThan(190);
    expect(ms).toBeLessThan(200 + 150);
  });

  test('C6 one silent attempt is given up for the next, within the deadline', async () => {
    const { client } = await against(
      ({ socket, number }) => {
        if (number > 1) socket.write(jsonAnswer(200, COMPLETION));
      },
      { timeout: { firstByte: 100, total: 5000 } },
    );
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
  });

  test.each([
    ['its deadline', () => ({ timeout: 100 }), 'timeout'],
    ['its caller', () => ({ signal: AbortSignal.timeout(100) }), 'aborted'],
  ])('C6 a connection that never comes about is given up at the word of %s', async (_, options, code) => {
    // Nothing behind this port speaks TLS, so the connection stays half open.
    const server = await rawServer(() => undefined);
    const baseURL = server.baseURL.replace('http:', 'https:');
    const client = createClient({ provider: openai, apiKey: 'sk-x', baseURL, maxRetries: 0 });
    const { ms, result } = await timed(() => failure(() => client.chat.completions.create(ASK, options())));
    expect(result.code).toBe(code);
    expect(ms).toBeLessThan(1000);
    await client.close();
    await server.close();
  });

  test('C26 early hints before the answer are passed over', async () => {
    const { client } = await against(({ socket }) => {
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${jsonAnswer(200, COMPLETION)}`);
    });
    expect((await client.chat.completions.create(ASK, { maxRetries: 0 })).id).toBe('chatcmpl-1');
  });

  test('C26 an unasked 100 Continue before the answer is passed over', async () => {
    const { client } = await against(({ socket }) => {
      socket.write(`HTTP/1.1 100 Continue\r\n\r\n${jsonAnswer(200, COMPLETION)}`);
    });
    expect((await client.chat.completions.create(ASK, { maxRetries: 0 })).id).toBe('chatcmpl-1');
  });

  test('C34 connections that the service closed while idle fail no call', async () => {
    const { client } = await against(({ socket, onConnection }) => {
      if (onConnection > 1) socket.resetAndDestroy();
      else socket.write(jsonAnswer(200, COMPLETION));
    });
    for (let call = 0; call < 50; call += 1) {
      expect((await client.chat.completions.create(ASK, { maxRetries: 0 })).id).toBe('chatcmpl-1');
    }
  });

  test('C35 all attempts of a call carry one key, and two calls carry two', async () => {
    const { client, server } = await against(({ socket, number }) => {
      if (number % 2 === 1) socket.destroy();
      else socket.write(jsonAnswer(200, COMPLETION));
    });
    await client.chat.completions.create(ASK);
    await client.chat.completions.create(ASK);
    const keys = server.exchanges.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
  });
});

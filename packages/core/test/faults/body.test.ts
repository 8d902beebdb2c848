import { gzipSync } from 'node:zlib';
import { jsonAnswer } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, against, COMPLETION, failure, timed } from './harness.ts';

const HTML = '<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>';

function answer(body: string | Buffer, headers: Record<string, string>, status = '200 OK'): Buffer {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers });
  const head = `HTTP/1.1 ${status}\r\n${lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

describe('a JSON answer', () => {
  test.each(['content-length', 'chunked'])('C5 cut short (%s) is retried, then `truncated`', async (framing) => {
    const half = JSON.stringify(COMPLETION).slice(0, 60);
    const head =
      framing === 'chunked'
        ? `transfer-encoding: chunked\r\n\r\n3c\r\n${half}\r\n`
        : `content-length: 500\r\n\r\n${half}`;
    const { client, server } = await against(({ socket }) => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}`);
    });
    const error = await failure(() => client.chat.completions.create(ASK, { maxRetries: 1 }));
    expect(error).toMatchObject({ code: 'truncated', attempts: 2 });
    expect(server.exchanges).toHaveLength(2);
  });

  test('C7 that stalls in its body is `timeout`', async () => {
    const { client } = await against(
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"id":');
      },
      { timeout: { idle: 100 }, maxRetries: 0 },
    );
    const { ms, result } = await timed(() => failure(() => client.chat.completions.create(ASK)));
    expect(result.code).toBe('timeout');
    expect(ms).toBeLessThan(300);
  });

  test('C20 of HTML with status 200 is `content_type`, without the page in the message', async () => {
    const { client } = await against(({ socket }) => socket.write(answer(HTML, { 'content-type': 'text/html' })));
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error.code).toBe('content_type');
    expect(error.message).toContain('text/html');
    expect(error.message).not.toContain('<');
  });

  test.each([
    ['malformed', '{"id":'],
    ['empty', ''],
    ['a number', '42'],
  ])('C21 that is %s is `parse`, and not retried', async (_, body) => {
    const { client, server } = await against(({ socket }) =>
      socket.write(answer(body, { 'content-type': 'application/json', 'x-request-id': 'req_9' })),
    );
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error.code).toBe('parse');
    expect(server.exchanges).toHaveLength(1);
  });

  test('C21 with status 204 is `parse`', async () => {
    const { client } = await against(({ socket }) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('parse');
  });

  test('C22 of an HTML error page is the status, in words without tags', async () => {
    const { client } = await against(({ socket }) =>
      socket.write(answer(HTML.repeat(100), { 'content-type': 'text/html' }, '502 Bad Gateway')),
    );
    const error = await failure(() => client.chat.completions.create(ASK, { maxRetries: 0 }));
    expect(error).toMatchObject({ code: 'server', status: 502 });
    expect(error.message).toContain('Sign in');
    expect(error.message).not.toContain('<');
    expect(JSON.stringify((error as unknown as { body: unknown }).body).length).toBeLessThanOrEqual(1100);
  });

  test.each([
    ['cut off', (body: Buffer) => body.subarray(0, body.length - 12)],
    ['not gzip at all', () => Buffer.from(JSON.stringify(COMPLETION))],
  ])('C23 marked as gzip but %s is `truncated`', async (_, damage) => {
    const body = damage(gzipSync(JSON.stringify(COMPLETION)));
    const { client } = await against(({ socket }) =>
      socket.write(answer(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' })),
    );
    expect((await failure(() => client.chat.completions.create(ASK, { maxRetries: 0 }))).code).toBe('truncated');
  });

  test('gzip is read', async () => {
    const body = gzipSync(JSON.stringify(COMPLETION));
    const { client } = await against(({ socket }) =>
      socket.write(answer(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' })),
    );
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
  });

  test('C24 that unpacks to 200 MB is `too_large`, and does not fill the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));
    const { client } = await against(({ socket }) =>
      socket.write(answer(bomb, { 'content-type': 'application/json', 'content-encoding': 'gzip' })),
    );
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error.code).toBe('too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test('an error with status 200 is an error', async () => {
    const { client } = await against(({ socket }) =>
      socket.write(jsonAnswer(200, { error: { message: 'no', type: 'server_error', param: null, code: null } })),
    );
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('server');
  });

  test('a stream of events where JSON was asked for is added up', async () => {
    const { client } = await against(({ socket }) => {
      const events = [
        { id: 'c', choices: [{ index: 0, delta: { content: 'Hel' } }] },
        { id: 'c', choices: [{ index: 0, delta: { content: 'lo' }, finish_reason: 'stop' }] },
      ];
      const body = `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;
      socket.write(answer(body, { 'content-type': 'text/event-stream' }));
    });
    expect((await client.chat.completions.create(ASK)).choices[0]?.message.content).toBe('Hello');
  });
});

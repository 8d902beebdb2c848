import { connect, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendBytes } from './send-bytes.ts';
import { ask, type Json, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const CHAT = '/v1/chat/completions';
const chat = (extra: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }], ...extra });

/** Sends raw bytes on a socket of its own and reads until it is closed, or until an answer has come. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(Number(new URL(served.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

const head = (...lines: string[]) =>
  `${['POST /v1/chat/completions HTTP/1.1', 'Host: x', ...lines].join('\r\n')}\r\n\r\n`;

describe('HTTP that is not HTTP is answered with 400 and the connection closed', () => {
  test.each([
    ['both a length and chunks', head('Content-Length: 3', 'Transfer-Encoding: chunked')],
    ['two lengths', head('Content-Length: 3', 'Content-Length: 4')],
    ['a NUL in a header', head('X-A: a\0b')],
    ['a folded header', head('X-A: a\r\n b')],
    ['no host', 'GET /v1/models HTTP/1.1\r\n\r\n'],
    ['no method', 'nonsense\r\n\r\n'],
  ])('%s', async (_what, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 400/);
  });

  test('S2: headers beyond 16 KiB are a 431 with a JSON body', async () => {
    const answer = await raw(head(`X-A: ${'a'.repeat(20_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).error.type).toBe('invalid_request_error');
  });
});

describe('a JSON body', () => {
  test.each([
    ['that is not JSON', '{"model": "gpt-4o" "messages": []}'],
    ['that is empty text', ' '],
    ['that is no object', '[1]'],
    ['that nests 200,000 levels (S4)', `{"messages":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('%s is a 400', async (_what, body) => {
    const answer = await ask(served, CHAT, { body });
    expect([answer.status, answer.json().error.type]).toEqual([400, 'invalid_request_error']);
  });

  test('S6: that is not UTF-8 is a 400', async () => {
    const body = Buffer.concat([Buffer.from('{"model":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'application/json' };
    expect((await fetch(served.url + CHAT, { method: 'POST', headers, body })).status).toBe(400);
  });

  test('S6: with odd characters comes back exactly', async () => {
    const content = 'NUL \0, lone \ud800, right-to-left \u202e, emoji \u{1f99c}';
    const stored = (
      await ask(served, CHAT, { body: chat({ store: true, messages: [{ role: 'user', content }] }) })
    ).json();
    const messages = (await ask(served, `${CHAT}/${stored.id}/messages`)).json();
    expect(messages.data[0].content).toBe(content);
  });

  test('S5: that reaches for prototypes changes nothing', async () => {
    const body =
      '{"model":"gpt-4o","messages":[{"role":"user","content":"x","__proto__":{"a":1}}],"__proto__":{"polluted":1}}';
    expect((await ask(served, CHAT, { body })).status).toBe(200);
    const hidden = body
      .replaceAll('__proto__', '\\u005f_proto__')
      .replace('"model"', '"constructor":{"prototype":{"polluted":1}},"model"');
    expect((await ask(served, CHAT, { body: hidden })).status).toBe(400);
    expect(({} as Json).polluted).toBeUndefined();
  });

  test('S5: with a key twice means the last of them', async () => {
    const body = JSON.stringify(chat()).replace('{', '{"max_tokens":"none","max_tokens":7,');
    const answer = (await ask(served, CHAT, { body })).json();
    expect(answer.usage.completion_tokens).toBeLessThanOrEqual(7);
  });

  test.each([
    ['S2', 'plain', (body: Buffer) => body, undefined],
    ['S3', 'gzip', gzipSync, 'gzip'],
    ['S3', 'br', brotliCompressSync, 'br'],
  ])('%s: of 20 MB, sent %s, is a 413 in JSON', async (_row, _what, encode, coding) => {
    const body = encode(Buffer.from(JSON.stringify(chat({ user: 'a'.repeat(20 * 1024 * 1024) }))));
    const headers = { authorization: `Bearer ${served.token}`, ...(coding ? { 'content-encoding': coding } : {}) };
    const answer = await sendBytes(served.url + CHAT, headers, body);
    expect([answer.status, answer.body.error.code]).toEqual([413, 'request_too_large']);
  });

  test('in gzip is understood, and 400 where it is not gzip', async () => {
    const headers = { authorization: `Bearer ${served.token}`, 'content-encoding': 'gzip' };
    expect((await sendBytes(served.url + CHAT, headers, gzipSync(JSON.stringify(chat())))).status).toBe(200);
    expect((await sendBytes(served.url + CHAT, headers, Buffer.from(JSON.stringify(chat())))).status).toBe(400);
    expect(
      (await sendBytes(served.url + CHAT, { ...headers, 'content-encoding': 'zip' }, Buffer.from('x'))).status,
    ).toBe(415);
  });
});

test('S13: what a caller says in headers, names and models never begins a header of the answer', async () => {
  const evil = 'a\r\nset-cookie: session=1';
  const transport = served.local.transport();
  const headers = { 'openai-organization': evil, 'x-request-id': evil };
  const asked = { method: 'POST', path: '/chat/completions', headers, body: chat({ model: evil }) };
  const refused = await transport(asked);
  const answered = await transport({ ...asked, body: chat() });
  expect([refused.status, answered.status]).toEqual([404, 200]);
  for (const reply of [refused, answered]) {
    for (const value of Object.values(reply.headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(reply.headers['x-request-id']).toMatch(/^req_\w{32}$/);
  }
  const form = new FormData();
  form.append('purpose', 'user_data');
  form.append('file', new Blob(['x']), `${evil}"; x="1.txt`);
  const bearer = { authorization: `Bearer ${served.token}` };
  const sent = await fetch(`${served.url}/v1/files`, { method: 'POST', headers: bearer, body: form });
  const { id } = (await sent.json()) as Json;
  const content = await fetch(`${served.url}/v1/files/${id}/content`, { headers: bearer });
  expect(content.headers.get('set-cookie')).toBeNull();
  expect(content.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/);
});

describe('a caller who leaves', () => {
  test('ends the generation of a stream and others go on', async () => {
    const body = chat({ stream: true, n: 64, messages: [{ role: 'user', content: 'Tell me about rivers' }] });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const left = new AbortController();
        const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(body), signal: left.signal };
        const response = await fetch(served.url + CHAT, init);
        const reader = response.body?.getReader();
        await reader?.read();
        left.abort();
        await expect(reader?.read().then(() => reader.read())).rejects.toThrow();
      }),
    );
    expect((await ask(served, CHAT, { body: chat() })).status).toBe(200);
  });
});

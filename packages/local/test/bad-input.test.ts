import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

  test('headers beyond 16 KiB are a 431 with a JSON body', async () => {
    const answer = await raw(head(`X-A: ${'a'.repeat(20_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).error.type).toBe('invalid_request_error');
  });

  test('half-open connections do not hold up others', async () => {
    const sockets = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(Number(new URL(served.url).port), '127.0.0.1', () => {
              socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n');
              resolve(socket);
            });
            socket.on('error', () => {});
          }),
      ),
    );
    const started = performance.now();
    expect((await ask(served, CHAT, { body: chat() })).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(1_000);
    for (const socket of sockets) socket.destroy();
  });
});

describe('a JSON body', () => {
  test.each([
    ['that is not JSON', '{"model": "gpt-4o" "messages": []}'],
    ['that is empty text', ' '],
    ['that is no object', '[1]'],
    ['that nests 200,000 levels', `{"messages":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('%s is a 400', async (_what, body) => {
    const answer = await ask(served, CHAT, { body });
    expect([answer.status, answer.json().error.type]).toEqual([400, 'invalid_request_error']);
  });

  test('that is not UTF-8 is a 400', async () => {
    const body = Buffer.concat([Buffer.from('{"model":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'application/json' };
    expect((await fetch(served.url + CHAT, { method: 'POST', headers, body })).status).toBe(400);
  });

  test('with odd characters comes back exactly', async () => {
    const content = 'NUL \0, lone \ud800, right-to-left \u202e, emoji \u{1f99c}';
    const stored = (
      await ask(served, CHAT, { body: chat({ store: true, messages: [{ role: 'user', content }] }) })
    ).json();
    const messages = (await ask(served, `${CHAT}/${stored.id}/messages`)).json();
    expect(messages.data[0].content).toBe(content);
  });

  test('that reaches for prototypes changes nothing', async () => {
    const body =
      '{"model":"gpt-4o","messages":[{"role":"user","content":"x","__proto__":{"a":1}}],"__proto__":{"polluted":1}}';
    expect((await ask(served, CHAT, { body })).status).toBe(200);
    const hidden = body
      .replaceAll('__proto__', '\\u005f_proto__')
      .replace('"model"', '"constructor":{"prototype":{"polluted":1}},"model"');
    expect((await ask(served, CHAT, { body: hidden })).status).toBe(400);
    expect(({} as Json).polluted).toBeUndefined();
  });

  test.each([
    ['plain', (body: Buffer) => body, undefined],
    ['gzip', gzipSync, 'gzip'],
    ['br', brotliCompressSync, 'br'],
  ])('of 20 MB, sent %s, is a 413 in JSON', async (_what, encode, coding) => {
    const body = encode(Buffer.from(JSON.stringify(chat({ user: 'a'.repeat(20 * 1024 * 1024) }))));
    const headers = { authorization: `Bearer ${served.token}`, ...(coding ? { 'content-encoding': coding } : {}) };
    const answer = await send(CHAT, headers, body);
    expect([answer.status, answer.body.error.code]).toEqual([413, 'request_too_large']);
  });

  test('in gzip is understood, and 400 where it is not gzip', async () => {
    const headers = { authorization: `Bearer ${served.token}`, 'content-encoding': 'gzip' };
    expect((await send(CHAT, headers, gzipSync(JSON.stringify(chat())))).status).toBe(200);
    expect((await send(CHAT, headers, Buffer.from(JSON.stringify(chat())))).status).toBe(400);
    expect((await send(CHAT, { ...headers, 'content-encoding': 'zip' }, Buffer.from('x'))).status).toBe(415);
  });
});

/** Sends bytes as they are, and reads an answer that may come before all of them were taken. */
function send(
  path: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<{ status: number; body: Json }> {
  return new Promise((resolve, reject) => {
    const asked = request(served.url + path, {
      method: 'POST',
      headers: { 'content-length': body.length, ...headers },
    });
    let answered = false;
    asked.on('response', async (response) => {
      answered = true;
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode as number, body: JSON.parse(text) });
      asked.destroy();
    });
    asked.on('error', (error) => answered || reject(error));
    asked.end(body);
  });
}

describe('parameters are refused with OpenAI\u2019s types, codes and params', () => {
  const cases: [string, object, string | null, string | null][] = [
    ['no messages', { messages: undefined }, 'missing_required_parameter', 'messages'],
    ['empty messages', { messages: [] }, 'empty_array', 'messages'],
    ['a role nobody has', { messages: [{ role: 'bot', content: 'x' }] }, 'invalid_value', 'messages[0].role'],
    ['an unknown parameter', { frobnicate: 1 }, null, null],
    ['temperature as text', { temperature: '1' }, 'invalid_type', 'temperature'],
    ['temperature 3', { temperature: 3 }, 'decimal_above_max_value', 'temperature'],
    ['max_tokens 0', { max_tokens: 0 }, 'integer_below_min_value', 'max_tokens'],
    ['max_tokens -5', { max_tokens: -5 }, 'integer_below_min_value', 'max_tokens'],
    ['max_tokens "10"', { max_tokens: '10' }, 'invalid_type', 'max_tokens'],
    ['max_tokens 1.5', { max_tokens: 1.5 }, 'invalid_type', 'max_tokens'],
    ['n 0', { n: 0 }, 'integer_below_min_value', 'n'],
    ['n 129', { n: 129 }, 'integer_above_max_value', 'n'],
    ['five stops', { stop: ['a', 'b', 'c', 'd', 'e'] }, 'array_above_max_length', 'stop'],
    ['top_logprobs alone', { top_logprobs: 2 }, null, 'top_logprobs'],
    ['stream_options alone', { stream_options: { include_usage: true } }, null, 'stream_options'],
    ['a tool choice without tools', { tool_choice: 'required' }, null, 'tool_choice'],
    ['json_object without the word', { response_format: { type: 'json_object' } }, null, 'messages'],
    [
      'a tool without a name',
      { tools: [{ type: 'function', function: {} }] },
      'missing_required_parameter',
      'tools[0].function.name',
    ],
    [
      'a tool message that answers nothing',
      { messages: [{ role: 'tool', tool_call_id: 'x', content: 'x' }] },
      null,
      'messages[0].role',
    ],
  ];
  test.each(cases)('%s', async (_what, extra, code, param) => {
    const answer = await ask(served, CHAT, { body: chat(extra) });
    expect(answer.status).toBe(400);
    expect(answer.json().error).toEqual({ message: expect.any(String), type: 'invalid_request_error', code, param });
  });

  test('1e309 is no number', async () => {
    const body = JSON.stringify(chat()).replace('{', '{"max_tokens":1e309,');
    expect((await ask(served, CHAT, { body })).json().error).toMatchObject({
      code: 'invalid_type',
      param: 'max_tokens',
    });
  });

  test('a schema that cannot be honoured is refused before anything is generated', async () => {
    const schema = { type: 'object', properties: { a: { $ref: '#/$defs/missing' } }, required: ['a'] };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    for (const stream of [false, true]) {
      const answer = await ask(served, CHAT, { body: chat({ response_format: format, stream }) });
      expect(answer.status).toBe(400);
      expect(answer.json().error.param).toBe('response_format');
    }
  });

  test('Responses name unknown parameters, and bound max_output_tokens from below', async () => {
    const body = { model: 'gpt-4o', input: 'x' };
    const unknown = await ask(served, '/v1/responses', { body: { ...body, n: 2 } });
    expect(unknown.json().error).toMatchObject({ code: 'unknown_parameter', param: 'n' });
    const few = await ask(served, '/v1/responses', { body: { ...body, max_output_tokens: 15 } });
    expect(few.json().error).toMatchObject({ code: 'integer_below_min_value', param: 'max_output_tokens' });
    const hosted = await ask(served, '/v1/responses', { body: { ...body, tools: [{ type: 'web_search' }] } });
    expect(hosted.json().error).toMatchObject({ code: 'invalid_value', param: 'tools[0].type' });
  });

  test('a client request id beyond ASCII or 512 characters is a 400', async () => {
    const answer = await ask(served, '/v1/models', { headers: { 'x-client-request-id': 'x'.repeat(513) } });
    expect(answer.status).toBe(400);
  });
});

describe('paths and ids', () => {
  test('unknown paths and methods are answered in the dialect\u2019s own way', async () => {
    expect((await ask(served, '/v1/nothing')).json().error.message).toBe('Invalid URL (GET /v1/nothing)');
    expect((await ask(served, '/elsewhere')).json().error.message).toBe('Invalid URL (GET /elsewhere)');
    const wrong = await ask(served, '/v1/models', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
    const page = await ask(served, '/anvilgpt/api/nothing');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await ask(served, '/eugpt/v1/models')).json()).toMatchObject({ detail: 'Not Found' });
  });

  test('HEAD and OPTIONS are answered', async () => {
    const headers = { authorization: `Bearer ${served.token}` };
    const asked = await fetch(`${served.url}/v1/models`, { method: 'HEAD', headers });
    expect([asked.status, await asked.text()]).toEqual([200, '']);
    expect((await fetch(`${served.url}${CHAT}`, { method: 'OPTIONS' })).status).toBe(204);
  });

  test.each(['..%2f..%2fetc%2fpasswd', '%2e%2e', '%00', 'CON', 'a'.repeat(300), '%E2%80%AEtxt', '%ff', '__proto__'])(
    'the id %s names nothing',
    async (id) => {
      for (const path of [`/v1/files/${id}`, `/v1/models/${id}`, `/v1/fine_tuning/jobs/${id}`]) {
        expect((await ask(served, path)).status).toBe(404);
      }
    },
  );

  test('an unknown model is each dialect\u2019s own error', async () => {
    const body = chat({ model: 'gpt-9' });
    expect((await ask(served, CHAT, { body })).json().error.code).toBe('model_not_found');
    expect((await ask(served, '/jrc/v1/chat/completions', { body })).status).toBe(404);
    const anvil = await ask(served, '/anvilgpt/api/chat/completions', { body });
    expect([anvil.status, anvil.json()]).toEqual([400, { detail: 'Model not found' }]);
    const eu = await ask(served, '/eugpt/v1/responses', { body: { model: 'gpt-9', input: 'x', stream: false } });
    expect([eu.status, typeof eu.json().detail]).toEqual([400, 'string']);
  });
});

describe('uploads', () => {
  const BOUNDARY = 'xxx';
  const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  const field = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const filePart = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${value}\r\n`;
  const end = `--${BOUNDARY}--\r\n`;
  const post = (body: string, headers: Record<string, string> = type) =>
    send('/v1/files', { authorization: `Bearer ${served.token}`, ...headers }, Buffer.from(body));

  test('the order of the parts does not matter', async () => {
    const file = filePart('a.jsonl', '{}');
    const purpose = field('purpose', 'fine-tune');
    for (const body of [file + purpose + end, purpose + file + end]) {
      expect(await post(body)).toMatchObject({ status: 200, body: { purpose: 'fine-tune', bytes: 2 } });
    }
  });

  test.each([
    ['no file', field('purpose', 'fine-tune') + end, 'file'],
    ['no purpose', filePart('a.jsonl', '{}') + end, 'purpose'],
    ['an unknown purpose', filePart('a.jsonl', '{}') + field('purpose', 'fun') + end, 'purpose'],
    ['an empty file', filePart('a.jsonl', '') + field('purpose', 'fine-tune') + end, 'file'],
    ['a training file of another kind', filePart('a.txt', '{}') + field('purpose', 'fine-tune') + end, 'file'],
    ['a form that breaks off', filePart('a.jsonl', '{}') + field('purpose', 'fine-tune'), null],
    ['no form at all', 'hello', null],
  ])('%s is a 400', async (_what, body, param) => {
    const before = (await ask(served, '/v1/files')).json().data.length;
    const answer = await post(body);
    expect([answer.status, answer.body.error.param]).toEqual([400, param]);
    expect((await ask(served, '/v1/files')).json().data.length).toBe(before);
  });

  test('a body without a form is a 400 that says what to send', async () => {
    expect((await post('{}', { 'content-type': 'application/json' })).body.error.message).toContain(
      'multipart/form-data',
    );
  });

  test('a name is only a label', async () => {
    const names = ['../../etc/passwd.jsonl', 'a\u202egpj.jsonl', `${'n'.repeat(400)}.jsonl`, 'C:\\temp\\x.jsonl'];
    for (const name of names) {
      const { body } = await post(filePart(name, '{}') + field('purpose', 'user_data') + end);
      expect(body.filename).not.toMatch(/[/\\\u202e]/);
      expect(body.filename.length).toBeLessThanOrEqual(255);
      const content = await ask(served, `/v1/files/${body.id}/content`);
      expect(content.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/);
    }
  });

  test('a sender who leaves in the middle leaves nothing behind', async () => {
    const before = (await ask(served, '/v1/files')).json().data.length;
    await new Promise<void>((resolve) => {
      const headers = { ...type, authorization: `Bearer ${served.token}`, 'content-length': '100000' };
      const asked = request(`${served.url}/v1/files`, { method: 'POST', headers });
      asked.on('error', () => resolve());
      asked.write(field('purpose', 'fine-tune') + filePart('a.jsonl', 'x'.repeat(1_000)), () => asked.destroy());
      asked.on('close', () => resolve());
    });
    expect((await ask(served, '/v1/files')).json().data.length).toBe(before);
  });

  test('10 MB arrive byte for byte', async () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024, 'colloquy ');
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'big.bin');
    form.append('purpose', 'user_data');
    const headers = { authorization: `Bearer ${served.token}` };
    const sent = (await (
      await fetch(`${served.url}/v1/files`, { method: 'POST', headers, body: form })
    ).json()) as Json;
    const got = Buffer.from(
      await (await fetch(`${served.url}/v1/files/${sent.id}/content`, { headers })).arrayBuffer(),
    );
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect([sent.bytes, digest(got)]).toEqual([bytes.length, digest(bytes)]);
  });
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

test('twenty prompts of a megabyte at once are counted without holding up the loop', async () => {
  const transport = served.local.transport();
  const post = (content: string) => {
    const body = chat({ messages: [{ role: 'user', content }], max_tokens: 8 });
    return transport({
      method: 'POST',
      path: '/chat/completions',
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    });
  };
  await post('warm '.repeat(30_000));
  for (const text of ['a'.repeat(1_000_000), ' '.repeat(1_000_000), '\u{1f99c}'.repeat(250_000)]) {
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(text)));
    delay.disable();
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  }
});

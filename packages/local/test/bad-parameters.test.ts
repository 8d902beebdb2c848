import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const CHAT = '/v1/chat/completions';
const chat = (extra: object = {}) => ({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }], ...extra });

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
    'S14: the id %s names nothing',
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

describe('what FastAPI refuses before AnvilGPT sees it is a 422 with a list of flaws', () => {
  const ANVIL = '/anvilgpt/api/chat/completions';
  const flaw = (type: string, loc: (string | number)[]) => ({
    detail: [expect.objectContaining({ type, loc, msg: expect.any(String), input: expect.anything() })],
  });
  test.each([
    ['a body that is not JSON', '{"model": "x" "messages": []}', flaw('json_invalid', ['body', 14])],
    ['a body that is a list', '[1]', flaw('dict_type', ['body'])],
    ['no messages', '{"model": "llama3.1:latest"}', flaw('missing', ['body', 'messages'])],
    ['messages as text', '{"model": "llama3.1:latest", "messages": "x"}', flaw('list_type', ['body', 'messages'])],
  ])('%s', async (_what, body, expected) => {
    const answer = await ask(served, ANVIL, { body });
    expect([answer.status, answer.json()]).toEqual([422, expected]);
  });

  test('no body, a body of another content type, and a form without its file', async () => {
    const none = await ask(served, ANVIL, { method: 'POST' });
    const missing = (...loc: string[]) => ({ type: 'missing', loc, msg: 'Field required', input: null });
    expect([none.status, none.json()]).toEqual([422, { detail: [missing('body')] }]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const text = await ask(served, ANVIL, { body: JSON.stringify(chat()), headers: form });
    expect([text.status, text.json()]).toEqual([422, flaw('dict_type', ['body'])]);
    const files = '/anvilgpt/api/v1/files/';
    const empty = 'multipart/form-data; boundary=b';
    for (const [type, body] of [
      ['application/json', '{}'],
      [empty, '--b--\r\n'],
    ] as const) {
      const answer = await ask(served, files, { method: 'POST', body, headers: { 'content-type': type } });
      expect([answer.status, answer.json()]).toEqual([422, { detail: [missing('body', 'file')] }]);
    }
  });

  test('what Open WebUI itself refuses stays a 400 with a text', async () => {
    const bad = await ask(served, ANVIL, { body: chat({ temperature: 'warm' }) });
    expect([bad.status, typeof bad.json().detail]).toEqual([400, 'string']);
    const bytes = new Uint8Array([0x7b, 0xff, 0x7d]);
    const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'application/json' };
    const unreadable = await fetch(served.url + ANVIL, { method: 'POST', headers, body: bytes });
    expect(await unreadable.json()).toEqual({ detail: 'There was an error parsing the body' });
  });
});

import { expect, test } from 'vitest';
import { errorFromEvent, errorFromReply } from './api-error-from.ts';

const PROVIDER = { name: 'openai', label: 'OpenAI' };
const KEY = 'sk-canary-123';

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  errorFromReply(status, new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)), {
    provider: PROVIDER,
    secrets: [KEY],
    headers,
  });

test('an error says who, what, and in which words', () => {
  const body = {
    error: { message: 'No such model', type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
  };
  expect(reply(404, body, { 'x-request-id': 'req_1', 'set-cookie': 'a=b' })).toMatchObject({
    code: 'not_found',
    message: 'OpenAI answered 404: No such model',
    status: 404,
    type: 'invalid_request_error',
    param: 'model',
    apiCode: 'model_not_found',
    provider: 'openai',
    requestId: 'req_1',
    retryable: false,
    headers: { 'x-request-id': 'req_1' },
    body,
  });
  expect(reply(404, body, { 'set-cookie': 'a=b' }).headers).toEqual({});
});

test('an error without words says so', () => {
  expect(reply(500, '').message).toBe('OpenAI answered 500: nothing more');
});

test('a long page is kept to 1 KiB', () => {
  expect(String(reply(502, `<p>${'x'.repeat(5000)}`).body)).toHaveLength(1024);
});

test('a key that the service repeats is redacted, in headers too', () => {
  const error = reply(401, { error: { message: `wrong ${KEY}` } }, { 'x-echo': KEY });
  expect(JSON.stringify(error)).not.toContain('canary');
  expect(error.message).toContain('[redacted]');
});

test.each([
  ['a 429', 429, {}, {}, true],
  ['a 503', 503, {}, {}, true],
  ['a 400', 400, {}, {}, false],
  ['a 400 that is to be retried', 400, {}, { 'x-should-retry': 'true' }, true],
  ['a 503 that is not', 503, {}, { 'x-should-retry': 'false' }, false],
  ['a spent quota, whatever the headers say', 429, { code: 'insufficient_quota' }, { 'x-should-retry': 'true' }, false],
  ['a request above the whole minute’s limit', 429, { message: 'Request too large for m' }, {}, false],
])('%s is worth another attempt, or not', (_, status, words, headers, retryable) => {
  expect(reply(status, { error: words }, headers).retryable).toBe(retryable);
});

test.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after-ms': '20' }, 20],
  [{}, undefined],
])('%j asks to wait %s ms', (headers, wait) => {
  expect(reply(429, {}, headers as Record<string, string>).retryAfterMs).toBe(wait);
});

test('an error event has the words of its body, and no status', () => {
  const context = { provider: PROVIDER, secrets: [KEY], headers: { 'x-request-id': 'req_2' } };
  const error = errorFromEvent({ type: 'error', message: `bad ${KEY}`, code: 'server_error' }, context, 'error');
  expect(error).toMatchObject({ code: 'server', apiCode: 'server_error', requestId: 'req_2', retryable: true });
  expect(error?.message).toBe('OpenAI reported an error: bad [redacted]');
  expect(error).not.toHaveProperty('status');
  expect(errorFromEvent({ choices: [] }, context)).toBeUndefined();
});

import { ApiError, ColloquyError, DatasetError, type ErrorCode, TranslationError } from '@colloquy/core';
import { describe, expect, test } from 'vitest';
import { errorToHttp } from './error-to-http.ts';
import { refusal } from './refusal.ts';

/** The status of each failure of a service, as its caller's caller sees it. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  connection: 503,
  timeout: 504,
  aborted: 499,
  authentication: 502,
  permission: 502,
  not_found: 404,
  invalid_request: 400,
  conflict: 409,
  too_large: 502,
  rate_limit: 429,
  quota: 429,
  server: 502,
  redirect: 502,
  content_type: 502,
  parse: 502,
  truncated: 502,
  stream_incomplete: 502,
  stream_interrupted: 502,
  stream_stalled: 504,
  translation: 400,
  unsupported: 404,
  configuration: 500,
};

describe('errorToHttp', () => {
  test.each(Object.entries(STATUS))("a failure of the kind %s is %i, in OpenAI's shape", (code, status) => {
    const http = errorToHttp(new ColloquyError(code as ErrorCode, 'said', { provider: 'openai' }));
    expect(http.status).toBe(status);
    expect(Object.keys(http.body.error)).toEqual(['message', 'type', 'param', 'code']);
  });

  test.each([400, 404, 409, 413, 415, 422, 429])("a service's %i stays one", (status) => {
    const error = new ApiError('invalid_request', 'OpenAI answered: no', { provider: 'openai', status });
    expect(errorToHttp(error).status).toBe(status);
  });

  test("a service's words are passed on without our introduction", () => {
    const body = {
      error: { message: 'No such model', type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
    };
    const error = new ApiError('not_found', 'OpenAI answered 404: No such model', {
      ...{
        provider: 'openai',
        status: 404,
        body,
        type: 'invalid_request_error',
        param: 'model',
        apiCode: 'model_not_found',
      },
    });
    expect(errorToHttp(error).body).toEqual(body);
  });

  test('what this server refuses itself keeps its status: a 401 of its own is one', () => {
    expect(errorToHttp(refusal(401, 'Who are you?', { apiCode: 'invalid_api_key' }))).toMatchObject({
      status: 401,
      body: { error: { message: 'Who are you?', code: 'invalid_api_key' } },
    });
  });

  test('a wait is in whole seconds, at least one, and in milliseconds', () => {
    const wait = (retryAfterMs: number) =>
      errorToHttp(new ApiError('rate_limit', 'slow', { provider: 'o', status: 429, retryAfterMs })).headers;
    expect(wait(10)).toMatchObject({ 'retry-after': '1', 'retry-after-ms': '10' });
    expect(wait(1001)).toMatchObject({ 'retry-after': '2', 'retry-after-ms': '1001' });
  });

  test('clients are told not to come back where that is of no use', () => {
    const quota = new ApiError('quota', 'spent', { provider: 'o', status: 429, retryable: false });
    expect(errorToHttp(quota).headers['x-should-retry']).toBe('false');
    const busy = new ApiError('rate_limit', 'slow', { provider: 'o', status: 429 });
    expect(errorToHttp(busy).headers).not.toHaveProperty('x-should-retry');
  });

  test('a request that cannot be translated is 400 and names the field', () => {
    const error = new TranslationError('no', {
      param: 'tools[0]',
      direction: 'chat->responses',
      apiCode: 'unsupported_tool',
      provider: 'eugpt',
    });
    expect(errorToHttp(error)).toMatchObject({
      status: 400,
      body: { error: { param: 'tools[0]', code: 'unsupported_tool' } },
    });
  });

  test('a dataset that cannot be used is 400 with its lines', () => {
    const errors = [{ line: 3, code: 'invalid_json', message: 'line 3 is not JSON' }];
    const { status, body } = errorToHttp(new DatasetError(errors, 1));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param: 'file', code: 'invalid_training_file', errors });
  });

  test.each([
    [Object.assign(new Error('too long'), { status: 413, expose: true })],
    [Object.assign(new Error('too long'), { statusCode: 413 })],
  ])('an error of a body parser keeps its status and words (%#)', (error) => {
    expect(errorToHttp(error)).toMatchObject({
      status: 413,
      body: { error: { message: 'too long', type: 'invalid_request_error' } },
    });
  });

  test.each([
    [new Error('secret')],
    [{ status: 500, message: 'secret' }],
    [{ status: 404, expose: false, message: 'secret' }],
    ['secret'],
    [null],
  ])('nothing is shown of anything else (%#)', (error) => {
    expect(JSON.stringify(errorToHttp(error))).not.toContain('secret');
  });
});

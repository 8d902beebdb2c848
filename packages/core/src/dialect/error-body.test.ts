import { describe, expect, test } from 'vitest';
import { readErrorBody, readErrorEvent } from './error-body.ts';

const words = (message: string | null, more: object = {}) => ({
  message,
  type: null,
  param: null,
  code: null,
  ...more,
});

describe('an error body', () => {
  test.each([
    [
      'of OpenAI',
      { error: { message: 'No such model', type: 'invalid_request_error', param: 'model', code: 'model_not_found' } },
      words('No such model', { type: 'invalid_request_error', param: 'model', code: 'model_not_found' }),
    ],
    ['with nulls', { error: { message: 'x', type: null, param: null, code: null } }, words('x')],
    ['without a message', { error: {} }, words(null)],
    [
      'of vLLM, whose code is a number',
      { error: { message: 'x', type: 'NotFoundError', code: 404 } },
      words('x', { type: 'NotFoundError', code: '404' }),
    ],
    [
      'of an older vLLM, which is flat',
      { object: 'error', message: 'x', type: 'NotFoundError', param: null, code: 404 },
      words('x', { code: '404' }),
    ],
    [
      'of LiteLLM, whose code is a text',
      { error: { message: 'x', type: 'budget_exceeded', param: 'None', code: '429' } },
      words('x', { type: 'budget_exceeded', param: 'None', code: '429' }),
    ],
    ['of Ollama’s own API', { error: 'model "x" not found' }, words('model "x" not found')],
    ['of Open WebUI', { detail: 'Model not found' }, words('Model not found')],
    [
      'of FastAPI, which lists what is wrong',
      { detail: [{ type: 'missing', loc: ['body', 'model'], msg: 'Field required', input: {} }, { msg: 'bad' }] },
      words('body.model: Field required; bad'),
    ],
    ['of EU GPT, a sentence alone', { detail: 'input is required' }, words('input is required')],
    [
      'of EU GPT, a sentence and a word',
      { detail: 'not yours', error: 'project_forbidden' },
      words('not yours', { code: 'project_forbidden' }),
    ],
    [
      'of EU GPT, in full',
      { detail: 'x', error: { type: 'invalid_request_error', code: 'bad_input', message: 'y' } },
      words('y', { type: 'invalid_request_error', code: 'bad_input' }),
    ],
    ['whose detail is an object', { detail: { message: 'x' } }, words('x')],
    ['whose message is in the detail', { error: { code: 'c' }, detail: 'x' }, words('x', { code: 'c' })],
    ['of text', ' Internal Server Error\n', words('Internal Server Error')],
    ['of nothing', '', words(null)],
    [
      'of a page, without its tags and scripts',
      '<html><head><title>502</title><script>alert(1)</script><style>p{}</style></head><body><h1>Bad  gateway</h1></body></html>',
      words('502 Bad gateway'),
    ],
  ])('%s', (_, body, expected) => expect(readErrorBody(body)).toEqual(expected));

  test('of a page is cut short', () => {
    expect(readErrorBody(`<p>${'x'.repeat(5000)}</p>`)?.message).toHaveLength(201);
  });

  test.each([[{}], [{ choices: [] }], [{ error: null }], [{ detail: 7 }], [{ detail: [] }], [[]], [7], [null]])(
    '%j is none',
    (body) => expect(readErrorBody(body)).toBeUndefined(),
  );
});

describe('an error event', () => {
  test.each([
    ['as a body', { error: { message: 'x', type: 'server_error' } }, undefined, words('x', { type: 'server_error' })],
    ['by its name', { message: 'x', code: 'c' }, 'error', words('x', { code: 'c' })],
    [
      'flat, as OpenAI’s reference has it',
      { type: 'error', message: 'x', code: 'c', param: null },
      'error',
      words('x', { code: 'c' }),
    ],
    [
      'nested, as OpenAI sends it',
      { type: 'error', error: { type: 'server_error', message: 'x' } },
      'error',
      words('x', { type: 'server_error' }),
    ],
    [
      'named message, as EU GPT sends it',
      { type: 'error', code: 'internal_error', message: 'x' },
      'message',
      words('x', { code: 'internal_error' }),
    ],
    [
      'as a response that failed',
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'x' } } },
      'response.failed',
      words('x', { code: 'server_error' }),
    ],
    [
      'as a response that failed and does not say why',
      { type: 'response.failed', response: {} },
      'response.failed',
      words(null),
    ],
    ['in FastAPI’s words', { detail: 'quota' }, undefined, words('quota')],
    ['beside choices', { choices: [], error: { message: 'x', code: 502 } }, undefined, words('x', { code: '502' })],
  ])('%s', (_, json, name, expected) => expect(readErrorEvent(json, name)).toEqual(expected));

  test.each([
    [{ choices: [{ delta: { content: 'error' } }] }, undefined],
    [{ choices: [], error: null }, undefined],
    [{ type: 'response.output_text.delta', delta: 'x' }, 'response.output_text.delta'],
    [{ type: 'response.completed', response: { error: null } }, 'message'],
    [{ sources: [] }, undefined],
  ])('%j is none', (json, name) => expect(readErrorEvent(json, name)).toBeUndefined());
});

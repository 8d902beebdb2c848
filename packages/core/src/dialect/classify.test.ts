import { expect, test } from 'vitest';
import { classifyStatus, classifyWords } from './classify.ts';

const words = (fields: object = {}) => ({ message: null, type: null, param: null, code: null, ...fields });

test.each([
  [400, {}, 'invalid_request'],
  [401, { code: 'invalid_api_key' }, 'authentication'],
  [402, {}, 'quota'],
  [403, {}, 'permission'],
  [404, { code: 'model_not_found' }, 'not_found'],
  [408, {}, 'timeout'],
  [409, {}, 'conflict'],
  [413, {}, 'too_large'],
  [418, {}, 'invalid_request'],
  [422, {}, 'invalid_request'],
  [429, { type: 'requests', code: 'rate_limit_exceeded' }, 'rate_limit'],
  [429, { type: 'insufficient_quota', code: 'insufficient_quota' }, 'quota'],
  [429, { type: 'insufficient_quota', code: 'a_code_of_tomorrow' }, 'quota'],
  [429, { type: 'x', code: 'credit_balance_exhausted' }, 'quota'],
  [429, { type: 'budget_exceeded', code: '429' }, 'quota'],
  [500, {}, 'server'],
  [503, { type: 'service_unavailable_error', code: 'server_is_overloaded' }, 'server'],
  [599, {}, 'server'],
] as const)('a %i with %j is %s', (status, fields, code) => expect(classifyStatus(status, words(fields))).toBe(code));

test.each([
  [{}, 'server'],
  [{ type: 'server_error' }, 'server'],
  [{ type: 'invalid_request_error' }, 'invalid_request'],
  [{ type: 'invalid_request_error', code: 'model_not_found' }, 'not_found'],
  [{ code: 'rate_limit_exceeded' }, 'rate_limit'],
  [{ code: 'insufficient_quota' }, 'quota'],
  [{ code: '429' }, 'rate_limit'],
  [{ code: '502' }, 'server'],
  [{ code: '404', type: 'NotFoundError' }, 'not_found'],
  [{ code: 'internal_error' }, 'server'],
] as const)('an event with %j is %s', (fields, code) => expect(classifyWords(words(fields))).toBe(code));

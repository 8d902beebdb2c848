import type { ErrorCode } from '../errors/index.ts';
import { lookUp } from '../wire/look-up.ts';
import type { ErrorWords } from './error-body.ts';

/**
 * Codes that say an allowance is spent: waiting a minute does not help, so they are never retried.
 *
 * Source: OpenAI's error reference, https://platform.openai.com/docs/guides/error-codes.
 */
const QUOTA_CODES: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'billing_hard_limit_reached',
  'budget_exceeded',
]);

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  401: 'authentication',
  402: 'quota',
  403: 'permission',
  404: 'not_found',
  405: 'invalid_request',
  408: 'timeout',
  409: 'conflict',
  410: 'not_found',
  413: 'too_large',
  415: 'invalid_request',
  422: 'invalid_request',
  429: 'rate_limit',
};

const BY_TYPE: Readonly<Record<string, ErrorCode>> = {
  insufficient_quota: 'quota',
  requests: 'rate_limit',
  tokens: 'rate_limit',
  rate_limit_error: 'rate_limit',
  invalid_request_error: 'invalid_request',
  not_found_error: 'not_found',
  authentication_error: 'authentication',
  permission_error: 'permission',
  server_error: 'server',
  api_error: 'server',
  service_unavailable_error: 'server',
};

const BY_API_CODE: Readonly<Record<string, ErrorCode>> = {
  rate_limit_exceeded: 'rate_limit',
  slow_down: 'rate_limit',
  invalid_api_key: 'authentication',
  model_not_found: 'not_found',
  context_length_exceeded: 'invalid_request',
  invalid_prompt: 'invalid_request',
  content_filter: 'invalid_request',
};

/** Which of our codes an HTTP error is. */
export function classifyStatus(status: number, words: ErrorWords): ErrorCode {
  if (saysQuota(words)) return 'quota';
  return BY_STATUS[status] ?? (status >= 500 ? 'server' : 'invalid_request');
}

/** Which of our codes an error event inside a stream is; it has no status, and a silent one is the service's fault. */
export function classifyWords(words: ErrorWords): ErrorCode {
  if (saysQuota(words)) return 'quota';
  const status = Number(words.code);
  if (Number.isInteger(status) && status >= 400 && status < 600) return classifyStatus(status, words);
  return lookUp(BY_API_CODE, words.code) ?? lookUp(BY_TYPE, words.type) ?? 'server';
}

function saysQuota(words: ErrorWords): boolean {
  return QUOTA_CODES.has(words.code ?? '') || QUOTA_CODES.has(words.type ?? '');
}

import { ApiError, type ErrorCode, type ErrorWords } from '@colloquy/core';

/** What a service may say in the middle of a stream that concerns the caller; everything else is the service's failure. */
const CONCERNS_CALLER: Readonly<Record<string, ErrorCode>> = {
  rate_limit_exceeded: 'rate_limit',
  rate_limit_error: 'rate_limit',
  slow_down: 'rate_limit',
  insufficient_quota: 'quota',
  content_filter: 'invalid_request',
  content_policy_violation: 'invalid_request',
  context_length_exceeded: 'invalid_request',
  invalid_prompt: 'invalid_request',
  invalid_request_error: 'invalid_request',
};

/** What looks like a credential: services echo a wrong one in their messages. */
const CREDENTIAL = /\b(?:sk-|clq_|eyJ|Bearer\s+)[\w.~+/=-]{6,}/g;

/** A service's words without what looks like a credential. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIAL, '[redacted]');
}

/** The error that a service told of in the middle of its stream. */
export function toldError({ message, type, param, code }: ErrorWords): ApiError {
  const ours =
    code === 'invalid_api_key'
      ? 'authentication'
      : (CONCERNS_CALLER[code ?? ''] ?? CONCERNS_CALLER[type ?? ''] ?? 'server');
  const said = withoutCredentials(message ?? 'the service reported an error');
  return new ApiError(ours, said, { type, param, apiCode: code, provider: 'upstream' });
}

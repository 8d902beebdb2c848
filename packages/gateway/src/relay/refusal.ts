import { ApiError, type ErrorCode } from '@colloquy/core';

/** What a refusal says beside its message. */
export interface RefusalDetails {
  /** @default 'invalid_request_error' */
  type?: string;
  /** The API's word for it, such as `invalid_api_key`. */
  apiCode?: string;
  param?: string;
  retryAfterMs?: number;
  cause?: unknown;
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  405: 'invalid_request',
  413: 'too_large',
  415: 'invalid_request',
  503: 'server',
};

/** A refusal of this server's own, before anything was sent upstream: it names no provider, and its status is the answer's. */
export function refusal(status: number, message: string, details: RefusalDetails = {}): ApiError {
  return new ApiError(CODES[status] ?? 'invalid_request', message, {
    status,
    type: 'invalid_request_error',
    retryable: status === 503,
    ...details,
  });
}

import {
  ApiError,
  ColloquyError,
  DatasetError,
  type DatasetFault,
  type ErrorCode,
  readErrorBody,
} from '@colloquy/core';
import { replyHeaders } from './reply-headers.ts';

/** An error in OpenAI's shape. */
export interface ErrorObject {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
  /** The problems of a fine-tuning file, at most 20 of them. */
  errors?: readonly DatasetFault[];
}

/** An error as an HTTP answer. */
export interface HttpError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ErrorObject };
}

interface Row {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  /** What the caller is told; absent where the service's own words, or ours, are fit for the caller. */
  readonly message?: string;
}

const BAD_ANSWER: Row = {
  status: 502,
  type: 'server_error',
  code: 'upstream_error',
  message: 'The service behind this server gave an answer that cannot be used.',
};

const NOT_LET_IN: Row = {
  status: 502,
  type: 'server_error',
  code: 'upstream_refused',
  // The credentials are this server's own, so the caller can do nothing about them.
  message: 'The service behind this server does not let this server in; tell whoever runs it.',
};

const BROKEN_STREAM: Row = {
  status: 502,
  type: 'server_error',
  code: 'upstream_interrupted',
  message: 'The service behind this server broke off its answer.',
};

/** What each failure is to the caller of a server that stands before the service. */
const TABLE: Readonly<Record<ErrorCode, Row>> = {
  connection: {
    status: 503,
    type: 'service_unavailable_error',
    code: 'upstream_unreachable',
    message: 'The service behind this server cannot be reached.',
  },
  timeout: {
    status: 504,
    type: 'server_error',
    code: 'upstream_timeout',
    message: 'The service behind this server did not answer in time.',
  },
  aborted: { status: 499, type: 'server_error', code: 'aborted', message: 'The call was ended by its caller.' },
  authentication: NOT_LET_IN,
  permission: NOT_LET_IN,
  not_found: { status: 404, type: 'invalid_request_error', code: null },
  invalid_request: { status: 400, type: 'invalid_request_error', code: null },
  conflict: { status: 409, type: 'invalid_request_error', code: null },
  too_large: { status: 413, type: 'invalid_request_error', code: 'request_too_large' },
  rate_limit: { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  quota: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  server: {
    status: 502,
    type: 'server_error',
    code: 'upstream_error',
    message: 'The service behind this server failed.',
  },
  redirect: BAD_ANSWER,
  content_type: BAD_ANSWER,
  parse: BAD_ANSWER,
  truncated: BROKEN_STREAM,
  stream_incomplete: BROKEN_STREAM,
  stream_interrupted: BROKEN_STREAM,
  stream_stalled: {
    ...BROKEN_STREAM,
    status: 504,
    code: 'upstream_timeout',
    message: 'The service behind this server stopped in the middle of its answer.',
  },
  translation: { status: 400, type: 'invalid_request_error', code: 'unsupported_parameter' },
  unsupported: { status: 404, type: 'invalid_request_error', code: 'unsupported' },
  configuration: {
    status: 500,
    type: 'server_error',
    code: 'server_misconfigured',
    message: 'This server is not set up correctly; tell whoever runs it.',
  },
};

const UNKNOWN: Row = { status: 500, type: 'server_error', code: 'internal_error', message: 'This server failed.' };

/** Statuses of the service that mean the same to the caller as they did to this server. */
const SAME: ReadonlySet<number> = new Set([400, 404, 409, 413, 415, 422, 429]);

/**
 * What an error is as an HTTP answer, in OpenAI's shape.
 *
 * A service's 401, 403 and 5xx are 502: its credentials are this server's. 429 keeps its `Retry-After`; 400, 404, 409,
 * 413, 415 and 422 stay what they are, in the service's own words. Refusals of this server's own keep their status. No
 * key and no upstream address is in any of them.
 */
export function errorToHttp(error: unknown): HttpError {
  if (!ColloquyError.isInstance(error)) return plainError(error);
  const row = isOwn(error) ? ownRow(error) : theirRow(error);
  return {
    status: row.status,
    headers: headersOf(error, row.status),
    body: {
      error: {
        message: row.message ?? wordsOf(error),
        type: row.type,
        param: row.message === undefined ? (error.param ?? null) : null,
        code: row.code,
        ...(DatasetError.isInstance(error) ? { code: 'invalid_training_file', errors: error.errors } : {}),
      },
    },
  };
}

/** Whether this server itself refuses: then no provider was involved, and the status is its own choice. */
function isOwn(error: ColloquyError): error is ApiError {
  return ApiError.isInstance(error) && error.provider === undefined && error.status !== undefined;
}

function ownRow(error: ApiError): Row {
  const row = TABLE[error.code];
  return { status: error.status as number, type: error.type ?? row.type, code: error.apiCode ?? null };
}

function theirRow(error: ColloquyError): Row {
  const row = TABLE[error.code];
  if (row.message !== undefined) return row;
  const apiCode = (error as { apiCode?: string | null }).apiCode;
  if (!ApiError.isInstance(error)) {
    // An answer that is too large is the service's doing; a request that is, has a status.
    if (error.code === 'too_large') return BAD_ANSWER;
    const status = error.code === 'unsupported' && error.param != null ? 400 : row.status;
    return { ...row, status, code: apiCode ?? row.code };
  }
  const status = SAME.has(error.status ?? 0) ? (error.status as number) : row.status;
  return { status, type: error.type ?? row.type, code: apiCode ?? row.code };
}

/** The service's own sentence where it gave one, without our introduction. */
function wordsOf(error: ColloquyError): string {
  const said = ApiError.isInstance(error) && error.body !== undefined ? readErrorBody(error.body)?.message : undefined;
  return said ?? error.message;
}

function headersOf(error: ColloquyError, status: number): Record<string, string> {
  const headers: Record<string, string> = ApiError.isInstance(error) ? { ...replyHeaders(error.headers) } : {};
  for (const name of ['content-type', 'content-length', 'content-disposition']) delete headers[name];
  if (error.requestId !== undefined) headers['x-request-id'] ??= error.requestId;
  if (error.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
    headers['retry-after-ms'] = String(Math.ceil(error.retryAfterMs));
  }
  // Clients send again after a 429 or 5xx unless they are told that it is of no use.
  if (!error.retryable && (status === 429 || status >= 500)) headers['x-should-retry'] = 'false';
  return headers;
}

/** Errors of other makers: those of body parsers and routers carry a status, and say whether the caller may read them. */
function plainError(error: unknown): HttpError {
  const {
    status,
    statusCode = status,
    expose,
    message,
  } = (typeof error === 'object' && error !== null ? error : {}) as {
    status?: unknown;
    statusCode?: unknown;
    expose?: unknown;
    message?: unknown;
  };
  const isTheirs = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  const row = isTheirs ? { status: statusCode, type: 'invalid_request_error', code: null } : UNKNOWN;
  const isShown = isTheirs && expose !== false && typeof message === 'string';
  return {
    status: row.status,
    headers: {},
    body: {
      error: { message: isShown ? message : (UNKNOWN.message as string), type: row.type, param: null, code: row.code },
    },
  };
}

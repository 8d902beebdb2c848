import { brand, hasBrand } from './brand.ts';
import { ColloquyError, type ErrorDetails } from './colloquy-error.ts';
import type { ErrorCode } from './error-code.ts';

/** What the service said when it said no. */
export interface ApiErrorDetails extends ErrorDetails {
  /** The HTTP status; absent for an error event inside a stream. */
  status?: number;
  /** The service's error type, such as `invalid_request_error`. */
  type?: string | null;
  /** The service's own code, such as `model_not_found`. */
  apiCode?: string | null;
  /** The reply's headers, lower-case, without cookies. */
  headers?: Readonly<Record<string, string>>;
  /** The reply's body: parsed JSON, or at most 1 KiB of text. */
  body?: unknown;
}

/** The service refused the request; `status`, `type`, `param`, `apiCode` and `body` are its own words. */
export class ApiError extends ColloquyError {
  declare readonly status?: number;
  readonly type: string | null;
  readonly apiCode: string | null;
  declare readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  declare readonly body?: unknown;

  constructor(code: ErrorCode, message: string, details: ApiErrorDetails = {}) {
    super(code, message, { ...details, param: details.param ?? null });
    if (details.status !== undefined) this.status = details.status;
    this.type = details.type ?? null;
    this.apiCode = details.apiCode ?? null;
    this.headers = details.headers ?? {};
    if (details.body !== undefined) this.body = details.body;
    this.name = 'ApiError';
    brand(this, 'ApiError');
  }

  static override isInstance(value: unknown): value is ApiError {
    return hasBrand(value, 'ApiError');
  }
}

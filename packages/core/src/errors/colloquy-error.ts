import { brand, hasBrand } from './brand.ts';
import { type ErrorCode, isRetryableCode } from './error-code.ts';

/** What is known about a failure besides its code and message. */
export interface ErrorDetails {
  /** The provider's name, such as `eugpt`; absent where no provider was involved yet. */
  provider?: string;
  /** How many requests were sent for this call. @default 0 */
  attempts?: number;
  /** Whether the same call, made again, may succeed without repeating anything already received. */
  retryable?: boolean;
  /** The service's id for the exchange (`x-request-id`). */
  requestId?: string;
  /** How long the service asks to wait, in milliseconds. */
  retryAfterMs?: number;
  /** The option or parameter at fault, as a path such as `messages[2].content`. */
  param?: string | null;
  /** What caused it; shown by `util.inspect`, never in JSON. */
  cause?: unknown;
}

/**
 * The root of every error this project throws; `code` says what happened, from a closed union.
 *
 * No key, token or credential-bearing URL appears in its message, stack, JSON or `util.inspect`.
 */
export class ColloquyError extends Error {
  readonly code: ErrorCode;
  declare provider?: string;
  attempts: number;
  readonly retryable: boolean;
  declare readonly requestId?: string;
  declare readonly retryAfterMs?: number;
  declare readonly param?: string | null;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.attempts = details.attempts ?? 0;
    this.retryable = details.retryable ?? isRetryableCode(code);
    if (details.provider !== undefined) this.provider = details.provider;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.param !== undefined) this.param = details.param;
    Object.defineProperty(this, 'name', { value: 'ColloquyError', configurable: true, writable: true });
    brand(this, 'ColloquyError');
  }

  /** Whether a value is a Colloquy error, also one from another installed copy of the package. */
  static isInstance(value: unknown): value is ColloquyError {
    return hasBrand(value, 'ColloquyError');
  }

  /** The error as plain data: what a log line or an API answer may show. */
  toJSON(): Record<string, unknown> {
    return { ...(this as Record<string, unknown> & this), name: this.name, message: this.message };
  }
}

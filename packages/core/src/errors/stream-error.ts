import { ApiError, type ApiErrorDetails } from './api-error.ts';
import { brand, hasBrand } from './brand.ts';
import type { ErrorCode } from './error-code.ts';

/** One tool call of a partial message; its arguments may be cut anywhere. */
export interface PartialToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** The assistant message as far as it had arrived when its stream broke. */
export interface PartialMessage {
  role: 'assistant';
  content: string | null;
  reasoning_content?: string;
  refusal?: string;
  tool_calls?: PartialToolCall[];
}

/** What is known about a stream that broke. */
export interface StreamErrorDetails extends ApiErrorDetails {
  /** The message so far. */
  partial: PartialMessage;
}

/** A stream that did not reach its end; `partial` is the message so far, so that nothing received is lost. */
export class StreamError extends ApiError {
  readonly partial: PartialMessage;

  constructor(code: ErrorCode, message: string, details: StreamErrorDetails) {
    super(code, message, { retryable: false, ...details });
    this.partial = details.partial;
    this.name = 'StreamError';
    brand(this, 'StreamError');
  }

  static override isInstance(value: unknown): value is StreamError {
    return hasBrand(value, 'StreamError');
  }
}

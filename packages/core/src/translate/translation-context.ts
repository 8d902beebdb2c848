import { type TranslationDirection, TranslationError } from '../errors/index.ts';
import type { TranslationOptions } from './translation-options.ts';

/** Why something cannot be said in the other API. */
export type TranslationCode =
  | 'unsupported_parameter'
  | 'unsupported_content'
  | 'unsupported_tool'
  | 'invalid_value'
  | 'invalid_request'
  | 'conflicting_parameters'
  | 'integer_below_min_value'
  | 'orphan_tool_output'
  | 'duplicate_call_id'
  | 'stateless_backend'
  | 'previous_response_not_found'
  | 'unknown_input_item'
  | 'unknown_output_item'
  | 'protocol_error';

/** The way one exchange is being translated, and what to do with what does not fit. */
export class TranslationContext {
  readonly direction: TranslationDirection;
  readonly lenient: boolean;
  readonly #options: TranslationOptions;

  constructor(direction: TranslationDirection, options: TranslationOptions) {
    this.direction = direction;
    this.lenient = options.mode === 'lenient';
    this.#options = options;
  }

  /** An error for what cannot be left out without changing the meaning. */
  refuse(param: string | null, apiCode: TranslationCode, message: string): never {
    throw new TranslationError(message, {
      param,
      direction: this.direction,
      apiCode,
      ...(this.#options.provider === undefined ? {} : { provider: this.#options.provider }),
    });
  }

  /** For what can be left out: an error in strict mode, a warning in lenient mode. */
  leaveOut(param: string, apiCode: TranslationCode, message: string): void {
    if (!this.lenient) this.refuse(param, apiCode, message);
    this.warn(param, message);
  }

  /** For what is lost without changing the meaning. */
  warn(param: string, message: string): void {
    this.#options.onWarning?.({ param, message });
  }
}

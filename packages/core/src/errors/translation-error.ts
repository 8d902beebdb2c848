import { brand, hasBrand } from './brand.ts';
import { ColloquyError, type ErrorDetails } from './colloquy-error.ts';

/** Which way a request was being said: `chat->responses` is a chat call on a Responses service. */
export type TranslationDirection = 'chat->responses' | 'responses->chat';

/** What could not be said, and which way. */
export interface TranslationErrorDetails extends ErrorDetails {
  /** The parameter at fault, as a path such as `messages[2].tool_call_id`. */
  param: string | null;
  direction: TranslationDirection;
  /** Why, in one word of the API: `unsupported_parameter`, `unsupported_tool`, `orphan_tool_output`, ... */
  apiCode?: string;
}

/** A request or answer that cannot be said in the other API without losing something; nothing was sent. */
export class TranslationError extends ColloquyError {
  declare readonly param: string | null;
  readonly direction: TranslationDirection;
  readonly apiCode: string | null;

  constructor(message: string, details: TranslationErrorDetails) {
    super('translation', message, details);
    this.direction = details.direction;
    this.apiCode = details.apiCode ?? null;
    this.name = 'TranslationError';
    brand(this, 'TranslationError');
  }

  static override isInstance(value: unknown): value is TranslationError {
    return hasBrand(value, 'TranslationError');
  }
}

import type { ColloquyError } from '../errors/index.ts';
import type { ErrorContext } from '../transport/api-error-from.ts';
import type { EventStream } from '../wire/index.ts';

/** How a stream ended. */
export interface StreamEnd {
  readonly reason: 'done' | 'aborted' | 'error';
  readonly error?: ColloquyError;
  /** The usage the service reported, where it did. */
  readonly usage?: unknown;
}

/** Where a stream comes from. */
export interface StreamSource {
  readonly events: EventStream;
  readonly context: ErrorContext;
  /** Ends the exchange below; its signal is the one the request was sent with. */
  readonly controller: AbortController;
  readonly onEnd?: (end: StreamEnd) => void;
}

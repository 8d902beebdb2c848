import type { ServerEvent } from '@colloquy/core';

interface AnswerHead {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler answers: JSON, bytes of a named type, or server-sent events as they come. */
export type Answer = AnswerHead &
  (
    | { readonly json: unknown }
    | { readonly bytes: Uint8Array | AsyncIterable<Uint8Array>; readonly contentType: string }
    | { readonly events: AsyncIterable<readonly ServerEvent[]> }
  );

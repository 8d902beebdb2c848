import type { TokenUsage } from '@colloquy/limits';

/** How an exchange ended for its caller. */
export interface RelayEnd {
  /** `client_left`: the caller went before the end; `error`: it was told of an error, in the stream or as an answer. */
  readonly reason: 'done' | 'client_left' | 'error';
  /** The status that was answered; 499 where the caller had gone before there was one. */
  readonly status: number;
  readonly error?: unknown;
  /** The usage the service reported, where it did. */
  readonly usage?: TokenUsage | undefined;
}

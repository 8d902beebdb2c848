/** The metadata key of a streaming handler's options. */
export const STREAM_OPTIONS = Symbol.for('@colloquy/nestjs stream options');

/** How a handler's events are sent. */
export interface ColloquyStreamOptions {
  /**
   * When the headers go out: at once, before the handler has returned; or with the first event, and at the latest one
   * keep-alive later, so that a failure before it still has a status of its own.
   *
   * @default with what a service has begun to answer, when it begins; with what else a handler returns, 'first-chunk'
   */
  flushHeaders?: 'immediate' | 'first-chunk';
  /** Milliseconds between two comments that keep the connection alive until the first event; 0 for none. @default 15_000 */
  keepAliveMs?: number;
}

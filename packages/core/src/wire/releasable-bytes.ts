/**
 * A stream of bytes that can take each piece back, to use its memory again, once a transport has sent it.
 *
 * A transport calls `release` with the pieces in their order, or not at all; whoever wraps the stream may leave it out.
 */
export interface ReleasableBytes extends AsyncIterable<Uint8Array> {
  /** Takes back the memory of a piece that has been sent; nobody reads it any more. */
  release?(bytes: Uint8Array): void;
}

import { type EventBatch, EventStream, type WireReplyBody } from '@colloquy/core';
import type { UsageTap } from './usage-tap.ts';

/** How a body came to its end: read to the end, broken on its way, or left by its reader. */
export type BodyEnding = 'done' | 'failed' | 'left';

/**
 * The same body, with a tap on it; `onEnd` is called once, and its promise is awaited before the reader learns of the end.
 *
 * A stream stays a stream, events stay events, and nothing is copied.
 */
export async function tapBody(
  body: WireReplyBody,
  tap: UsageTap,
  onEnd: (ending: BodyEnding, error?: unknown) => Promise<void>,
): Promise<WireReplyBody> {
  if (body instanceof Uint8Array) {
    tap.push(body);
    await onEnd('done');
    return body;
  }
  if (EventStream.isInstance(body)) {
    const batches = body;
    return new EventStream(() =>
      tapped<EventBatch>(batches[Symbol.asyncIterator](), (batch) => tap.pushBatch(batch), onEnd),
    );
  }
  return { [Symbol.asyncIterator]: () => tapped(body[Symbol.asyncIterator](), (bytes) => tap.push(bytes), onEnd) };
}

/** Written by hand because an async generator costs more than everything else that is done to a piece. */
function tapped<T>(
  source: AsyncIterator<T>,
  note: (piece: T) => void,
  onEnd: (ending: BodyEnding, error?: unknown) => Promise<void>,
): AsyncIterator<T> {
  let ended = false;
  const end = async (ending: BodyEnding, error?: unknown): Promise<void> => {
    if (ended) return;
    ended = true;
    await onEnd(ending, error);
  };
  const onNext = (result: IteratorResult<T>): IteratorResult<T> | Promise<IteratorResult<T>> => {
    if (result.done) return end('done').then(() => result);
    note(result.value);
    return result;
  };
  const onError = async (error: unknown): Promise<never> => {
    await end('failed', error);
    throw error;
  };
  return {
    next: () => source.next().then(onNext, onError),
    async return() {
      // Closing comes first: the service should stop before the books are kept.
      const closing = source.return?.();
      await end('left');
      await closing;
      return { value: undefined, done: true };
    },
  };
}

import { type EventBatch, EventStream, holdsEvents, type ServerEvent } from '@colloquy/core';
import { divide, type UsageTap } from '@colloquy/limits';
import type { ExchangeEnding } from '../observe/gateway-hooks.ts';
import { errorIn, streamManners } from '../relay/stream-manners.ts';

/** How a stream is watched. */
export interface StreamWatch {
  readonly path: string;
  readonly tap: UsageTap;
  readonly signal: AbortSignal;
  /** Called once, however it ends; awaited before the reader learns of the end. */
  readonly onEnd: (ending: ExchangeEnding, error?: unknown) => Promise<void>;
  /** What the reader is told of a failure. */
  readonly known: (error: unknown) => unknown;
}

const NOTHING: EventBatch = { events: [] };

/** The same stream, whose end is told exactly once: read to the end, broken, left, or its caller gone without a word. */
export function meteredStream(events: EventStream, { path, tap, signal, onEnd, known }: StreamWatch): EventStream {
  const { isLast } = streamManners(path);
  // The last events tell whether it was whole; looking at each as it passes would cost more than passing it on.
  let latest: EventBatch = NOTHING;
  let before: EventBatch = NOTHING;
  const telling = (batch: EventBatch): readonly ServerEvent[] => divide(batch).telling?.events ?? [];
  const isWhole = (): boolean =>
    [...telling(before), ...telling(latest)].some((event) => event.isDone || isLast(event));
  const isBroken = (): boolean => telling(latest).some((event) => !event.isDone && errorIn(event) !== undefined);

  let ended: Promise<void> | undefined;
  const end = (ending: ExchangeEnding, error?: unknown): Promise<void> => {
    if (ended === undefined) {
      signal.removeEventListener('abort', onAbort);
      ended = onEnd(ending, error);
    }
    return ended;
  };
  const onAbort = (): void => void end('left');
  signal.addEventListener('abort', onAbort, { once: true });

  return new EventStream(() => {
    const batches = events[Symbol.asyncIterator]();
    const onNext = (
      result: IteratorResult<EventBatch>,
    ): IteratorResult<EventBatch> | Promise<IteratorResult<EventBatch>> => {
      if (result.done) return end(isWhole() && !isBroken() ? 'done' : 'failed').then(() => result);
      tap.pushBatch(result.value);
      if (holdsEvents(result.value)) {
        before = latest;
        latest = result.value;
      }
      return result;
    };
    const onError = async (error: unknown): Promise<never> => {
      await end(signal.aborted ? 'left' : 'failed', error);
      throw known(error);
    };
    return {
      next: () => batches.next().then(onNext, onError),
      async return() {
        // Closing comes first: the service should stop before the books are kept.
        const closing = batches.return?.();
        await end(isBroken() ? 'failed' : isWhole() ? 'done' : 'left');
        await closing;
        return { value: undefined, done: true };
      },
    };
  });
}

import type { ServerResponse } from 'node:http';
import {
  type ApiError,
  ColloquyError,
  type EventBatch,
  type EventStream,
  eventBatch,
  holdsEvents,
  linger,
  type ServerEvent,
} from '@colloquy/core';
import { divide, UsageTap } from '@colloquy/limits';
import { errorToHttp } from './error-to-http.ts';
import { EventWriter, type EventWriterOptions } from './event-writer.ts';
import type { RelayEnd } from './relay-end.ts';
import { errorIn, type StreamManners, streamManners } from './stream-manners.ts';
import { toldError } from './told-error.ts';
import { isUsageOnly } from './usage-only.ts';
import { WholeEvents } from './whole-events.ts';

/** How a stream is passed on. */
export interface RelayEventsOptions extends EventWriterOptions {
  /** The path of the call, which tells the two APIs apart. */
  readonly path: string;
  /** Ends it: when the caller leaves, or the server goes down. */
  readonly signal: AbortSignal;
  /** Whether the last usage event came only because this server asked for it, and the caller did not. */
  readonly hideUsage?: boolean;
  /** The stream to the caller, where it was begun before there was anything to pass on. */
  readonly writer?: EventWriter;
}

/**
 * Passes a stream of events on, in the bytes in which it came.
 *
 * It ends as the service ended it, and only a whole answer ends with `[DONE]`: a stream that breaks, or stops short of
 * its end, gets an error event in its own API's form. A reader that is slow holds the service back; one that leaves
 * ends the exchange below.
 */
export async function relayEvents(
  events: EventStream,
  response: ServerResponse,
  { path, signal, hideUsage = false, writer: begun, ...options }: RelayEventsOptions,
): Promise<RelayEnd> {
  const manners = streamManners(path);
  const tap = new UsageTap(path);
  const writer = begun ?? new EventWriter(response, options);
  const batches = events[Symbol.asyncIterator]();
  const leave = () => void batches.return?.().then(undefined, () => undefined);
  // A service that does not let go at once must not keep the caller waiting.
  let giveUp: (reason: unknown) => void = () => undefined;
  const onAbort = () => {
    leave();
    giveUp(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const next = () =>
    new Promise<IteratorResult<EventBatch>>((resolve, reject) => {
      giveUp = reject;
      batches.next().then(resolve, reject);
    });
  const progress: Progress = {
    whole: new WholeEvents(),
    isDone: false,
    isWhole: false,
    last: undefined,
    passed: undefined,
  };
  try {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      const result = await next();
      if (result.done) break;
      tap.noteUsage(result.value);
      const data = passed(result.value, manners, progress, hideUsage);
      // Pieces written in one turn leave in one packet; how full the connection is, the last one tells.
      let waiting: Promise<void> | undefined;
      for (const piece of data) waiting = writer.write(piece) ?? waiting;
      if (waiting !== undefined) await waiting;
      if (progress.failure !== undefined) throw progress.failure;
      if (progress.isDone) break;
    }
    if (!progress.isDone && !progress.isWhole) throw STOPPED_SHORT;
    writer.end(progress.isDone ? undefined : manners.endMark);
    void linger(batches);
    return { reason: 'done', status: 200, usage: tap.usage };
  } catch (thrown) {
    leave();
    const error = signal.aborted ? signal.reason : thrown;
    if (writer.isClosed) return { reason: 'client_left', status: 200, usage: tap.usage };
    const last = progress.last ?? progress.passed?.events.at(-1);
    writer.end(manners.error(errorToHttp(error).body.error, last));
    return { reason: 'error', status: 200, error, usage: tap.usage };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface Progress {
  readonly whole: WholeEvents;
  isDone: boolean;
  isWhole: boolean;
  /** The last event that was looked at; where reads have passed since, the last of these. */
  last: ServerEvent | undefined;
  passed: EventBatch | undefined;
  failure?: ApiError;
}

const STOPPED_SHORT = new ColloquyError('stream_incomplete', 'the stream ended without saying that it was finished');

/** What is written for a batch: its own bytes, unless an event of it has to be left out or said anew. */
function passed(
  batch: EventBatch,
  manners: StreamManners,
  progress: Progress,
  hideUsage: boolean,
): readonly (Uint8Array | string)[] {
  const { plain, telling } = divide(batch);
  const pieces = eventBatch(plain);
  if (holdsEvents(pieces)) {
    progress.last = undefined;
    progress.passed = pieces;
  }
  if (telling === undefined) return plain;
  let isChanged = telling.bytes === undefined;
  const kept: ServerEvent[] = [];
  for (const event of telling.events) {
    if (event.isDone) {
      progress.isDone = true;
      kept.push(event);
      break;
    }
    const words = errorIn(event);
    if (words !== undefined) {
      progress.failure = toldError(words);
      isChanged = true;
      break;
    }
    progress.isWhole ||= manners.isLast(event);
    progress.last = event;
    if (hideUsage && isUsageOnly(event)) isChanged = true;
    else kept.push(event);
  }
  if (!isChanged) return [...plain, ...(telling.pieces ?? progress.whole.push(telling.bytes as Uint8Array))];
  if (telling.pieces === undefined) progress.whole.forget(telling.bytes);
  return kept.length > 0 ? [...plain, kept.join('')] : plain;
}

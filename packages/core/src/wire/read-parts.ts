import type { EventBatch } from './event-stream.ts';
import { eventReader } from './parse-events.ts';
import { eventEnd } from './read-cutter.ts';
import { WholeRead } from './whole-read.ts';

/** How many bytes of a long read are looked at first: a few events. */
const HEAD_BYTES = 1024;

/** A batch of whole events, given as their bytes and parsed when somebody asks for the events. */
export function eventBatch(pieces: readonly Uint8Array[]): EventBatch {
  return new WholeRead(pieces, (read) => read.pieces.flatMap(eventReader()));
}

/**
 * A batch in two, so that whoever looks for an early event need not have all of a long read parsed; one that is short, or
 * not in pieces, stays whole.
 */
export function* headFirst(batch: EventBatch): Generator<EventBatch> {
  const [first, ...others] = batch.pieces ?? [];
  const end = first === undefined ? 0 : eventEnd(first, HEAD_BYTES);
  if (first === undefined || end === first.byteLength) {
    yield batch;
    return;
  }
  yield eventBatch([first.subarray(0, end)]);
  yield eventBatch([first.subarray(end), ...others]);
}

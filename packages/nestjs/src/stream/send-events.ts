import type { ServerResponse } from 'node:http';
import { EventWriter, errorToHttp } from '@colloquy/gateway';
import { type EventFrames, eventFrames } from './event-frames.ts';
import { GatheredWrites } from './gathered-writes.ts';
import type { Interruption } from './interruption.ts';
import type { ItemBatches } from './returned-answer.ts';
import type { ColloquyStreamOptions } from './stream-options.ts';

const KEEP_ALIVE_MS = 15_000;

/** How a stream of items is sent. */
export interface SendEventsOptions extends ColloquyStreamOptions {
  /** Takes the response; called when the headers are due and not before. */
  readonly open: () => ServerResponse;
  readonly interruption: Interruption;
}

/**
 * Sends items as server-sent events; resolves with the error that the reader was told of, or `undefined` where all went
 * well.
 *
 * Rejects with what fails before the headers went out, which with `first-chunk` is at most one keep-alive later than the
 * first item is asked for. Leaves the iterator in every case.
 */
export async function sendEvents(batches: ItemBatches, options: SendEventsOptions): Promise<unknown> {
  const { open, interruption, flushHeaders, keepAliveMs = KEEP_ALIVE_MS } = options;
  let output: { writer: EventWriter; gathered: GatheredWrites } | undefined;
  const begin = () => {
    const writer = output?.writer ?? new EventWriter(open(), { keepAliveMs });
    output ??= { writer, gathered: new GatheredWrites(writer) };
    return output;
  };
  const beginUnasked = () => {
    try {
      begin();
    } catch (error) {
      // Somebody else has written the headers; thrown from a timer, that would end the process.
      interruption.interrupt(error);
    }
  };
  const timer = flushHeaders === 'immediate' ? undefined : setTimeout(beginUnasked, keepAliveMs || KEEP_ALIVE_MS);
  let frames: EventFrames = eventFrames(undefined);
  let last: unknown;
  try {
    if (flushHeaders === 'immediate') begin();
    let result = await interruption.wait(batches.next());
    const { writer, gathered } = begin();
    if (!result.done) frames = eventFrames(result.value[0]);
    while (!result.done) {
      let full: Promise<void> | undefined;
      for (const item of result.value) full = gathered.add(frames.frame(item));
      last = result.value.at(-1);
      if (full !== undefined) await interruption.wait(full);
      result = await interruption.wait(batches.next());
    }
    gathered.flush();
    writer.end(frames.endMark);
    return undefined;
  } catch (error) {
    void leave(batches);
    if (output === undefined) throw error;
    output.gathered.flush();
    output.writer.end(frames.error(errorToHttp(interruption.reason ?? error).body.error, last));
    return error;
  } finally {
    clearTimeout(timer);
  }
}

/** Leaves a loop whose source may be stuck: an async generator returns only once what it waits for has come. */
async function leave(items: ItemBatches): Promise<void> {
  try {
    await items.return?.();
  } catch {
    // The error that matters is the one that made us leave.
  }
}

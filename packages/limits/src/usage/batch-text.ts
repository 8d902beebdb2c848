import type { EventBatch } from '@colloquy/core';
import { holdsUsage } from './token-usage.ts';

const texts = new WeakMap<EventBatch, string>();
const verdicts = new WeakMap<EventBatch, boolean>();

const DONE = 'data: [DONE]\n\n';

/** A line `data:` that is no longer than this says nothing: it keeps a connection open. */
const NO_DATA_LENGTH = 'data: '.length;

const LETTER_D = 'd'.charCodeAt(0);

/** A usage object, also where a service writes one JSON value over several `data:` lines. */
const USAGE = /usage"(?:\s|data:)*:(?:\s|data:)*\{/;

/**
 * The bytes of a whole read as text, a character a byte; `undefined` where a batch is not as it was read.
 *
 * Searching two hundred events at once takes a fraction of the time that searching each of them takes, and whoever
 * looks next finds the text made. The first event may have begun in the read before: it has to be looked at by itself.
 */
export function batchText(batch: EventBatch): string | undefined {
  const { bytes } = batch;
  if (bytes === undefined) return undefined;
  let text = texts.get(batch);
  if (text === undefined) {
    text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    texts.set(batch, text);
  }
  return text;
}

/** How many events with something in them a batch holds, `[DONE]` left out. */
export function pieceCount(batch: EventBatch): number {
  const text = batch.isWhole === true ? batchText(batch) : undefined;
  if (text === undefined) return batch.events.reduce((count, { isDone }) => (isDone ? count : count + 1), 0);
  let count = text.endsWith(DONE) ? -1 : 0;
  let isCounted = false;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    if (end === from) isCounted = false;
    else if (!isCounted && end - from > NO_DATA_LENGTH && text.charCodeAt(from) === LETTER_D) {
      isCounted = true;
      count += 1;
    }
    from = end + 1;
  }
  return count;
}

/** An event that began in the read before is not in the bytes of this one. */
function beginsWithUsage({ events: [first] }: EventBatch): boolean {
  return first !== undefined && holdsUsage(first.data);
}

/** Whether an event of a batch may hold a usage object; false is certain. */
export function batchMayHoldUsage(batch: EventBatch): boolean {
  const text = batchText(batch);
  if (text === undefined) return true;
  let verdict = verdicts.get(batch);
  if (verdict === undefined) {
    verdict = USAGE.test(text) || (batch.isWhole !== true && beginsWithUsage(batch));
    verdicts.set(batch, verdict);
  }
  return verdict;
}

import type { EventBatch } from '@colloquy/core';
import { holdsUsage } from './token-usage.ts';

const texts = new WeakMap<EventBatch, readonly string[]>();
const usageVerdicts = new WeakMap<EventBatch, boolean>();
const pieceVerdicts = new WeakMap<EventBatch, boolean>();

/**
 * What tells more than a piece of text: a usage, an error, an end.
 *
 * One search for all of them takes half the time of one for each. It may find too much, and nothing too little.
 */
const TELLING =
  /usage"(?:\s|data:)*:(?:\s|data:)*\{|rror["\r\n]|\[DONE\]|finish_reason"(?:\s|data:)*:(?:\s|data:)*"|response\.[cif]/;

const DONE = 'data: [DONE]\n\n';

/** A line `data:` that is no longer than this says nothing: it keeps a connection open. */
const NO_DATA_LENGTH = 'data: '.length;

const LETTER_D = 'd'.charCodeAt(0);

/** A usage object, also where a service writes one JSON value over several `data:` lines. */
const USAGE = /usage"(?:\s|data:)*:(?:\s|data:)*\{/;

/**
 * The bytes of a batch as texts, a character a byte; `undefined` where a batch is not as it was read.
 *
 * Searching two hundred events at once takes a fraction of the time that searching each of them takes, and whoever
 * looks next finds the texts made. Without `pieces` the first event may have begun in the read before: it has to be looked
 * at by itself.
 */
export function batchTexts(batch: EventBatch): readonly string[] | undefined {
  const known = texts.get(batch);
  if (known !== undefined) return known;
  const pieces = batch.pieces ?? (batch.bytes && [batch.bytes]);
  const made = pieces?.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  if (made !== undefined) texts.set(batch, made);
  return made;
}

/** How many events with something in them a batch holds, `[DONE]` left out. */
export function pieceCount(batch: EventBatch): number {
  const whole = batch.pieces && batchTexts(batch);
  if (whole === undefined) return batch.events.reduce((count, { isDone }) => (isDone ? count : count + 1), 0);
  return whole.reduce((count, text) => count + dataCount(text), whole.at(-1)?.endsWith(DONE) ? -1 : 0);
}

/** How many events of a text have data. */
function dataCount(text: string): number {
  let count = 0;
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

/** Whether a batch certainly holds nothing but pieces of an answer: no usage, no error, no end. */
export function isPiecesOnly(batch: EventBatch): boolean {
  if (batch.pieces === undefined) return false;
  let verdict = pieceVerdicts.get(batch);
  if (verdict === undefined) {
    verdict = batchTexts(batch)?.some((text) => TELLING.test(text)) === false;
    pieceVerdicts.set(batch, verdict);
  }
  return verdict;
}

/** Whether an event of a batch may hold a usage object; false is certain. */
export function batchMayHoldUsage(batch: EventBatch): boolean {
  if (isPiecesOnly(batch)) return false;
  const said = batchTexts(batch);
  if (said === undefined) return true;
  let verdict = usageVerdicts.get(batch);
  if (verdict === undefined) {
    verdict = said.some((text) => USAGE.test(text)) || (batch.pieces === undefined && beginsWithUsage(batch));
    usageVerdicts.set(batch, verdict);
  }
  return verdict;
}

/** An event that began in the read before is not in the bytes of this one. */
function beginsWithUsage({ events: [first] }: EventBatch): boolean {
  return first !== undefined && holdsUsage(first.data);
}

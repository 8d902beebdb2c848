import { type EventBatch, eventBatch } from '@colloquy/core';

const parts = new WeakMap<EventBatch, BatchParts>();

/** A batch, by what a look at each event could tell. */
export interface BatchParts {
  /** The bytes of events that are certainly nothing but pieces of an answer: no usage, no error, no end. */
  readonly plain: readonly Uint8Array[];
  /** All events from the first that may be more. */
  readonly telling: EventBatch | undefined;
}

/**
 * What tells more than a piece of text: a usage, an error, an end.
 *
 * One search for all of them takes half the time of one for each. It may find too much, and nothing too little.
 */
const TELLING =
  /usage"(?:\s|data:)*:(?:\s|data:)*\{|rror["\r\n]|\[DONE\]|finish_reason"(?:\s|data:)*:(?:\s|data:)*"|response\.(?:completed|incomplete|failed|cancelled)/;

const DONE = 'data: [DONE]\n\n';

/** A line `data:` that is no longer than this says nothing: it keeps a connection open. */
const NO_DATA_LENGTH = 'data: '.length;

const LETTER_D = 'd'.charCodeAt(0);

/** How many events with something in them a batch holds, `[DONE]` left out. */
export function pieceCount(batch: EventBatch): number {
  const { pieces } = batch;
  if (pieces === undefined) return batch.events.reduce((count, { isDone }) => (isDone ? count : count + 1), 0);
  const texts = pieces.map(textOf);
  // Whoever looks next finds it divided; the texts are not kept, because they would be most of what has to be collected.
  parts.set(batch, partsOf(batch, pieces, texts));
  return texts.reduce((count, text) => count + dataCount(text), texts.at(-1)?.endsWith(DONE) ? -1 : 0);
}

/**
 * Bytes as text, a character a byte.
 *
 * Searching two hundred events at once takes a fraction of the time that searching each of them takes.
 */
function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
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

/** Divides a batch where its first event begins that may be more than a piece of an answer, so that only the rest is parsed. */
export function divide(batch: EventBatch): BatchParts {
  const { pieces } = batch;
  if (pieces === undefined) return { plain: [], telling: batch };
  let found = parts.get(batch);
  if (found === undefined) {
    found = partsOf(batch, pieces, pieces.map(textOf));
    parts.set(batch, found);
  }
  return found;
}

function partsOf(batch: EventBatch, pieces: readonly Uint8Array[], texts: readonly string[]): BatchParts {
  const index = texts.findIndex((text) => TELLING.test(text));
  if (index === -1) return { plain: pieces, telling: undefined };
  const text = texts[index] as string;
  const end = text.lastIndexOf('\n\n', text.search(TELLING));
  const begin = end === -1 ? 0 : end + 2;
  if (index === 0 && begin === 0) return { plain: [], telling: batch };
  const piece = pieces[index] as Uint8Array;
  return {
    plain: [...pieces.slice(0, index), piece.subarray(0, begin)],
    telling: eventBatch([piece.subarray(begin), ...pieces.slice(index + 1)]),
  };
}

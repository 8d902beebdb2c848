import type { EventBatch } from '@colloquy/core';
import { holdsUsage } from './token-usage.ts';

const texts = new WeakMap<EventBatch, string>();
const verdicts = new WeakMap<EventBatch, boolean>();

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

/** Whether an event of a batch may hold a usage object; false is certain. */
export function batchMayHoldUsage(batch: EventBatch): boolean {
  const text = batchText(batch);
  if (text === undefined) return true;
  let verdict = verdicts.get(batch);
  if (verdict === undefined) {
    const [first] = batch.events;
    verdict = USAGE.test(text) || (first !== undefined && holdsUsage(first.data));
    verdicts.set(batch, verdict);
  }
  return verdict;
}

import { ColloquyError } from '../errors/index.ts';
import type { ServerEvent } from '../wire/server-event.ts';

/** Reads the object an event holds; throws where it holds none, and the error that it says. */
export type ReadEvent = (event: ServerEvent) => Record<string, unknown>;

/** Adds up a stream that came where one JSON answer was asked for. */
export interface Fold {
  /** Takes the next event; true where it was the last. */
  push(event: ServerEvent): boolean;
  /** The whole answer; throws `truncated` where the stream ended before it was finished. */
  result(): Record<string, unknown>;
}

/** The error of an answer whose stream was cut short: half of it would look like all of it. */
export function cutShort(): ColloquyError {
  return new ColloquyError('truncated', 'the answer came as a stream, which ended before the answer was finished');
}

import type { PartialMessage } from '../errors/index.ts';

/** What one kind of stream makes of its events. */
export interface Decoder<Item, Final> {
  /** The item an event is, which has been told apart from an error; `undefined` where it waits for the next one. */
  push(json: Record<string, unknown>): Item | undefined;
  /** An item as a server-sent event. */
  frame(item: Item): string;
  /** Whether events, as they stand on the wire, may go on as they came: they change nothing but the answer's text. */
  passes(wire: string): boolean;
  /** Whether this event ends the stream, so that nothing more need be waited for. */
  isLast(json: Record<string, unknown>): boolean;
  /** Whether the answer is whole, though the service has not said that the stream is over. */
  readonly isWhole: boolean;
  /** Whether the end mark `[DONE]` makes an answer whole. */
  readonly doneIsEnough: boolean;
  /** The text an item adds to the answer, or ''. */
  textOf(item: Item): string;
  /** The usage the service reported, where it did. */
  readonly usage: unknown;
  partial(): PartialMessage;
  final(): Final;
}

import type { JsonObject } from './json-object.ts';

/** Numbers an event and gives it out. */
export type Emit = (event: JsonObject) => void;

/** An output item while it is being written. */
export interface OpenItem {
  readonly index: number;
  /** Whether later items may open while this one is still written: calls are made in parallel, texts are not. */
  readonly isCall: boolean;
  /** Ends the item and returns it as it finally is. */
  close(status: 'completed' | 'incomplete'): JsonObject;
}

import { Framed } from './framed.ts';

/** Items that are ready together, to be asked for again and again. */
export type ItemBatches = AsyncIterator<readonly unknown[]>;

/** What a handler returned, as far as sending it goes. */
export type ReturnedAnswer =
  | { readonly kind: 'whole'; readonly json: object }
  /** `begun`: a service has already said yes. */
  | { readonly kind: 'items'; readonly batches: ItemBatches; readonly begun: boolean };

/** What there is to know of an async iterable; a stream of `@colloquy/core` has more. */
interface Iterable extends AsyncIterable<unknown> {
  frames?(): AsyncIterable<string | Uint8Array>;
  readonly object?: unknown;
}

const WHOLE: ReadonlySet<unknown> = new Set(['chat.completion', 'response']);

/**
 * What a handler returned: its first value, and those that follow where it returned an Observable of several.
 *
 * A whole completion is told by its `object`, since a handler that passes on a caller's `stream: false` gets one.
 */
export function returnedAnswer(first: unknown, rest: AsyncIterator<unknown>): ReturnedAnswer {
  if (typeof first === 'object' && first !== null) {
    const value = first as Iterable;
    if (typeof value.frames === 'function') {
      return { kind: 'items', batches: framed(value.frames()[Symbol.asyncIterator]()), begun: true };
    }
    if (typeof value[Symbol.asyncIterator] === 'function') {
      return { kind: 'items', batches: oneByOne(value[Symbol.asyncIterator]()), begun: false };
    }
    if (WHOLE.has(value.object)) return { kind: 'whole', json: first };
  }
  return { kind: 'items', batches: oneByOne(rest, [first]), begun: false };
}

/** Events that are written already. */
function framed(frames: AsyncIterator<string | Uint8Array>): ItemBatches {
  return {
    next: async () => {
      const result = await frames.next();
      return result.done ? result : { value: [new Framed(result.value)], done: false };
    },
    return: async () => {
      await frames.return?.();
      return { value: undefined, done: true };
    },
  };
}

/** The items of what a handler returns, where they are to be sent as events whatever they turn out to be. */
export function unfolded(returned: AsyncIterator<unknown>): ItemBatches {
  let batches: ItemBatches | undefined;
  return {
    next: async () => {
      if (batches === undefined) {
        const first = await returned.next();
        if (first.done) return first;
        const answer = returnedAnswer(first.value, returned);
        batches = answer.kind === 'items' ? answer.batches : oneByOne(returned, [answer.json]);
      }
      return batches.next();
    },
    return: async () => {
      await (batches ?? returned).return?.();
      return { value: undefined, done: true };
    },
  };
}

/** Items one at a time, after those that are there already. */
export function oneByOne(items: AsyncIterator<unknown>, ready: unknown[] = []): ItemBatches {
  return {
    next: async () => {
      if (ready.length > 0) return { value: ready.splice(0), done: false };
      const result = await items.next();
      return result.done ? result : { value: [result.value], done: false };
    },
    return: async () => {
      await items.return?.();
      return { value: undefined, done: true };
    },
  };
}

import { type EventBatch, EventStream } from './event-stream.ts';
import type { ServerEvent } from './server-event.ts';

/** What becomes of each event of a stream, and what follows the last one. */
export interface EventMapper {
  /** The events that one event becomes. */
  push(event: ServerEvent): readonly ServerEvent[];
  /** The events after the last; called once, and not when the stream breaks. */
  end?(): readonly ServerEvent[];
}

/** A stream with each event replaced, batch by batch; leaving it leaves the one below. */
export function mapEvents(stream: EventStream, create: () => EventMapper): EventStream {
  return new EventStream(() => {
    const inner = stream[Symbol.asyncIterator]();
    const mapper = create();
    let ended = false;
    const map = (result: IteratorResult<EventBatch>): IteratorResult<EventBatch> => {
      if (!result.done) {
        const events: ServerEvent[] = [];
        for (const event of result.value.events) events.push(...mapper.push(event));
        return { value: { events }, done: false };
      }
      ended = true;
      const events = mapper.end?.() ?? [];
      return events.length > 0 ? { value: { events }, done: false } : { value: undefined, done: true };
    };
    return {
      next: async () => {
        if (ended) return { value: undefined, done: true };
        const result = await inner.next();
        try {
          return map(result);
        } catch (error) {
          await inner.return?.().catch(() => undefined);
          throw error;
        }
      },
      return: async () => {
        ended = true;
        await inner.return?.();
        return { value: undefined, done: true };
      },
    };
  });
}

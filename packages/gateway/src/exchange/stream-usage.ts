import { type EventBatch, EventStream, eventBatch, type ProviderQuirks } from '@colloquy/core';
import { divide } from '@colloquy/limits';
import { isUsageOnly } from '../relay/usage-only.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A body, and whether its usage event is to be kept from the caller. */
export interface AskedForUsage {
  readonly body: Fields;
  readonly hideUsage: boolean;
}

/** A chat stream tells its usage only when it is asked to; the quota needs it whether or not the caller does. */
export function askForUsage(path: string, body: Fields, told: ProviderQuirks['streamUsage']): AskedForUsage {
  if (path !== '/chat/completions' || body.stream !== true || told !== 'opt-in') return { body, hideUsage: false };
  const options = body.stream_options as Fields | null | undefined;
  if (options?.include_usage === true) return { body, hideUsage: false };
  return { body: { ...body, stream_options: { ...options, include_usage: true } }, hideUsage: true };
}

/** The same events without the one that only carries usage. */
export function withoutUsage(events: EventStream): EventStream {
  return new EventStream(() => {
    const batches = events[Symbol.asyncIterator]();
    // Once an event is left out, the bytes of later reads may continue one whose beginning was left out with it.
    let cut = false;
    const keep = (result: IteratorResult<EventBatch>): IteratorResult<EventBatch> => {
      if (result.done) return result;
      const { plain, telling } = divide(result.value);
      if (telling === undefined) return result;
      const kept = telling.events.filter((event) => !isUsageOnly(event));
      cut ||= kept.length < telling.events.length;
      if (!cut) return result;
      if (telling.pieces === undefined) return { value: { events: kept }, done: false };
      return { value: eventBatch([...plain, ...kept.map((event) => Buffer.from(event.toString()))]), done: false };
    };
    return {
      next: () => batches.next().then(keep),
      return: async () => (await batches.return?.()) ?? { value: undefined, done: true },
    };
  });
}

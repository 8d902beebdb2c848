import { type EventBatch, EventStream, type ProviderQuirks, type ServerEvent } from '@colloquy/core';
import { batchMayHoldUsage, holdsUsage } from '@colloquy/limits';

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
      if (!cut && !batchMayHoldUsage(result.value)) return result;
      const { events: all } = result.value;
      const kept = all.some(isUsageOnly) ? all.filter((event) => !isUsageOnly(event)) : all;
      cut ||= kept.length < all.length;
      return cut ? { value: { events: kept }, done: false } : result;
    };
    return {
      next: () => batches.next().then(keep),
      return: async () => (await batches.return?.()) ?? { value: undefined, done: true },
    };
  });
}

function isUsageOnly(event: ServerEvent): boolean {
  if (event.isDone || !holdsUsage(event.data) || !/"choices"\s*:\s*\[\s*\]/.test(event.data)) return false;
  const json = event.json as { choices?: unknown[]; usage?: unknown } | null;
  return Array.isArray(json?.choices) && json.choices.length === 0 && json.usage != null;
}

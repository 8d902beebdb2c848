import { setTimeout as pause } from 'node:timers/promises';
import { type EventBatch, EventStream, type TransportLayer } from '@colloquy/core';

/** Spaces the events of a stream by some milliseconds, so that an engine that answers at once can be watched. */
export function paced(ms: number): TransportLayer {
  return (next) => async (request) => {
    const reply = await next(request);
    if (!EventStream.isInstance(reply.body)) return reply;
    return { ...reply, body: EventStream.from(spaced(reply.body, ms, request.signal)) };
  };
}

async function* spaced(stream: EventStream, ms: number, signal?: AbortSignal): AsyncGenerator<EventBatch> {
  for await (const { events } of stream) {
    for (const event of events) {
      yield { events: [event] };
      await pause(ms, undefined, signal === undefined ? {} : { signal });
    }
  }
}

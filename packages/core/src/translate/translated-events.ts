import { ColloquyError } from '../errors/index.ts';
import type { EventStream } from '../wire/event-stream.ts';
import { mapEvents } from '../wire/map-events.ts';
import { ServerEvent } from '../wire/server-event.ts';
import { ChatToResponsesStream, type StreamEnd } from './chat-to-responses-stream.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { type ChatStreamOptions, ResponsesToChatStream } from './responses-to-chat-stream.ts';

/** A Responses stream as a chat stream, which ends with `[DONE]` unless it failed. */
export function chatEvents(stream: EventStream, options: ChatStreamOptions): EventStream {
  return mapEvents(stream, () => {
    const translator = new ResponsesToChatStream(options);
    return {
      push: (event) => {
        if (translator.ended || event.isDone) return [];
        const chunks = translator.push(objectOf(event));
        const events = chunks.map((chunk) => ServerEvent.of(chunk));
        const isFailure = chunks.at(-1)?.error !== undefined;
        if (translator.ended && !isFailure) events.push(ServerEvent.read('[DONE]'));
        return events;
      },
      end: () => translator.end().map((chunk) => ServerEvent.of(chunk)),
    };
  });
}

/** A chat stream as a Responses stream; `onDone` is what `[DONE]` without a finish reason means. */
export function responseEvents(stream: EventStream, request: JsonObject, onDone: StreamEnd): EventStream {
  return mapEvents(stream, () => {
    const translator = new ChatToResponsesStream(request);
    return {
      push: (event) => named(event.isDone ? translator.end(onDone) : translator.push(objectOf(event))),
      end: () => named(translator.end()),
    };
  });
}

function named(events: readonly JsonObject[]): ServerEvent[] {
  return events.map((event) => ServerEvent.of(event, String(event.type)));
}

function objectOf(event: ServerEvent): JsonObject {
  try {
    if (isObject(event.json)) return event.json;
  } catch {
    // Told below, like JSON of another kind.
  }
  throw new ColloquyError('parse', 'the service sent an event in its stream that is not a JSON object');
}

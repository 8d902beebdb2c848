import { EventSourceParserStream } from 'eventsource-parser/stream';
import { errorFromBody, readableError } from './service-error.ts';

/** One event of a stream: its name, where it has one, and its text. */
export interface StreamedEvent {
  readonly event?: string | undefined;
  readonly data: string;
}

/** A streamed answer: its headers at once, its events as they arrive. */
export interface OpenedEvents {
  readonly headers: Headers;
  readonly events: AsyncIterable<StreamedEvent>;
}

/** Opens a stream of server-sent events; rejects with a `ServiceError` where there is none. */
export async function openEvents(path: string, init: RequestInit): Promise<OpenedEvents> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw readableError(error);
  }
  if (!response.ok || response.body === null) {
    throw errorFromBody(response.status, await response.json().catch(() => undefined));
  }
  return { headers: response.headers, events: eventsOf(response.body) };
}

async function* eventsOf(body: ReadableStream<BufferSource>): AsyncGenerator<StreamedEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

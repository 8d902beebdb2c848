import { chatFold, completionToEvents } from '../dialect/fold-chat.ts';
import { responseFold, responseToEvents } from '../dialect/fold-response.ts';
import type { EventStream, ServerEvent } from '../wire/index.ts';
import { type ErrorContext, errorFromEvent } from './api-error-from.ts';
import { eventJson } from './event-json.ts';

/** Which API's answer it is. */
type Api = 'chat' | 'responses';

/** A stream added up; read no further than its last event, after which some services keep the connection open. */
export async function folded(stream: EventStream, api: Api, context: ErrorContext): Promise<Record<string, unknown>> {
  const read = (event: ServerEvent) => {
    const json = eventJson(event, context);
    const error = errorFromEvent(json, context, event.name);
    if (error !== undefined) throw error;
    return json;
  };
  const fold = api === 'responses' ? responseFold(read) : chatFold(read);
  for await (const { events } of stream) {
    if (events.some((event) => fold.push(event))) break;
  }
  return fold.result();
}

/** The events that a whole answer would have come in. */
export function unfolded(json: Record<string, unknown>, api: Api): ServerEvent[] {
  return api === 'responses' ? responseToEvents(json) : completionToEvents(json);
}

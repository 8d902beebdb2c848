import type { ServerEvent } from '@colloquy/core';
import type { JsonObject } from '../body/json-object.ts';
import type { ResponseEvent } from './response-writer.ts';
import type { ResponseObject } from './stored-responses.ts';

/** How a dialect writes responses: whole, and as events. */
export interface ResponsesFraming {
  newId(): string;
  whole(response: ResponseObject): JsonObject;
  /** Frames the events of one stream; nothing for an event the service does not send. */
  stream(): (event: ResponseEvent) => ServerEvent | undefined;
}

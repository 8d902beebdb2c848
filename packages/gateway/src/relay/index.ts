// What the frameworks' packages share: a call in, its answer out, and every way in which that can end.

export { CLIENT_LEFT, clientLeft } from './client-left.ts';
export { type ErrorObject, errorToHttp, type HttpError } from './error-to-http.ts';
export { EventWriter, type EventWriterOptions } from './event-writer.ts';
export { type CloseResult, goingDown, InFlight } from './in-flight.ts';
export { type RefusalDetails, refusal } from './refusal.ts';
export { type RelayOptions, type RelayRequest, relay } from './relay.ts';
export type { RelayEnd } from './relay-end.ts';
export { type RelayEventsOptions, relayEvents } from './relay-events.ts';
export { replyHeaders } from './reply-headers.ts';
export { requestHeaders } from './request-headers.ts';
export { givenRequestId, newRequestId } from './request-id.ts';
export { sendError, sendJson } from './send-json.ts';
export { type StreamManners, streamManners } from './stream-manners.ts';
export { isEventAnswer, tapAnswer } from './tap-answer.ts';

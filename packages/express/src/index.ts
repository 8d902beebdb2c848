/**
 * The whole public surface of @colloquy/express, grouped: a middleware, a router, and one thing each for an app of its own.
 *
 * @module @colloquy/express
 */

export type {
  Caller,
  CloseResult,
  CorsOptions,
  ExchangeFacts,
  RelayEnd,
  RouteGroup,
  RouteSelection,
  ServeHooks,
} from '@colloquy/gateway';
// One thing each, for an app of one's own
export { type RequireKeyOptions, requireKey } from './auth/require-key.ts';
// The client on every request, and the OpenAI surface as a router
export { colloquy } from './colloquy.ts';
export { colloquyErrorHandler, type ErrorHandlerOptions } from './errors/colloquy-error-handler.ts';
export { type RateLimitOptions, rateLimit } from './limits/rate-limit.ts';
export { type ColloquyRouter, type ColloquyRouterOptions, colloquyRouter } from './router/colloquy-router.ts';
export { type FollowJobOptions, followJob } from './stream/follow-job.ts';
export { pipeChat } from './stream/pipe-chat.ts';
export { type PipeEnd, type PipeEventsOptions, pipeEvents } from './stream/pipe-events.ts';
export { type StreamChatOptions, streamChat } from './stream/stream-chat.ts';
export { type RelayFileOptions, relayFile } from './upload/relay-file.ts';
export { type RelayUploadOptions, relayUpload } from './upload/relay-upload.ts';

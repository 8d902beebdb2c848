// The OpenAI API over Node's requests and responses, for the frameworks to mount.

export { rateLimitHeaders } from '../exchange/rate-limit-headers.ts';
export { type ApiHandler, apiHandler } from './api-handler.ts';
export { bearerToken } from './bearer-token.ts';
export { dropRest } from './body-stream.ts';
export { byteSize } from './byte-size.ts';
export type { Caller } from './caller.ts';
export type { CorsOptions } from './cors.ts';
export { type FetchHandler, type FetchHandlerOptions, fetchHandler } from './fetch-handler.ts';
export { type FilePart, type FormFields, type FormLimits, firstFile } from './first-file.ts';
export { type ParsedRequest, readJsonBody } from './read-json-body.ts';
export type { RouteGroup } from './routes.ts';
export type {
  ClientSource,
  ExchangeFacts,
  GatewaySource,
  RouteSelection,
  ServedGateway,
  ServedRequest,
  ServeHooks,
  ServeOptions,
  ServeSettings,
} from './serve-options.ts';
export { unauthorized } from './unauthorized.ts';

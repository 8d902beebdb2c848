/**
 * The whole public surface of @colloquy/gateway, grouped: an OpenAI-compatible API over any upstreams.
 *
 * @module @colloquy/gateway
 */

// The gateway
export { createGateway, type Gateway } from './create-gateway.ts';
export type { Quota, QuotaWindow } from './exchange/quota.ts';
export { DEFAULT_TOKENS_PER_DAY, type GatewayLimits, type GatewayOptions } from './gateway-options.ts';
export type { ModelRoutes, ModelTarget } from './models/model-routes.ts';
// What it tells those who watch
export type {
  AuditEvent,
  ExchangeEnding,
  ExchangeReport,
  GatewayHooks,
  UpstreamFailure,
} from './observe/gateway-hooks.ts';
// What it keeps
export type { Ownership, OwnershipRecords, ResourceKind } from './ownership/ownership-records.ts';
// A call in, its answer out: what the frameworks' packages share
export {
  CLIENT_LEFT,
  type CloseResult,
  clientLeft,
  type ErrorObject,
  EventWriter,
  type EventWriterOptions,
  errorToHttp,
  givenRequestId,
  goingDown,
  type HttpError,
  InFlight,
  isEventAnswer,
  newRequestId,
  type RefusalDetails,
  type RelayEnd,
  type RelayEventsOptions,
  type RelayOptions,
  type RelayRequest,
  refusal,
  relay,
  relayEvents,
  replyHeaders,
  requestHeaders,
  type StreamManners,
  sendError,
  sendJson,
  streamManners,
  tapAnswer,
} from './relay/index.ts';
// The OpenAI API over Node's requests and responses
export {
  type ApiHandler,
  apiHandler,
  bearerToken,
  byteSize,
  type Caller,
  type ClientSource,
  type CorsOptions,
  dropRest,
  type ExchangeFacts,
  type FetchHandler,
  type FetchHandlerOptions,
  type FilePart,
  type FormFields,
  type FormLimits,
  fetchHandler,
  firstFile,
  type GatewaySource,
  type ParsedRequest,
  type RouteGroup,
  type RouteSelection,
  rateLimitHeaders,
  readJsonBody,
  type ServedGateway,
  type ServedRequest,
  type ServeHooks,
  type ServeOptions,
  type ServeSettings,
  unauthorized,
} from './serve/index.ts';
export type { GatewayStore } from './store/gateway-store.ts';
export { memoryGatewayStore } from './store/memory-gateway-store.ts';
export type { KeptReply, ReplyClaim, ReplyRecords, ReplyState } from './store/reply-records.ts';
export { sqliteGatewayStore } from './store/sqlite-gateway-store.ts';
// Who may call
export {
  createTokens,
  type NewToken,
  type TokenInfo,
  type Tokens,
  type TokensOptions,
} from './tokens/create-tokens.ts';
export type { Principal } from './tokens/principal.ts';
export type { TokenClaims, TokenIssuer } from './tokens/token-issuer.ts';
export type { TokenRecord, TokenRecords } from './tokens/token-record.ts';
export { MAX_TOKEN_LIFE_MS, type TokenRequest } from './tokens/token-request.ts';
export type { BreakerOptions } from './upstream/circuit-breaker.ts';
export type { UpstreamInput } from './upstream/upstream.ts';

import type { Client, Timeouts, Transport } from '@colloquy/core';
import type { LimitStore, Limits, TokenUsage } from '@colloquy/limits';
import type { RelayEnd } from '../relay/relay-end.ts';
import type { Principal } from '../tokens/principal.ts';
import type { Caller } from './caller.ts';
import type { CorsOptions } from './cors.ts';
import type { ParsedRequest } from './read-json-body.ts';
import type { RouteGroup } from './routes.ts';

type Awaitable<T> = T | Promise<T>;

/** A request as Node or a framework hands it on. */
export interface ServedRequest extends ParsedRequest {
  /** The caller's address, as the framework knows it. */
  readonly ip?: string | undefined;
}

/** What is needed of a gateway. */
export interface ServedGateway {
  /** On whose behalf a request is made; rejects with 401 for a header that lets nobody in. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  /** The upstreams as one service, with the limits of whom it is for. */
  transport(principal: Principal): Transport;
}

/** What a hook is told of an exchange. */
export interface ExchangeFacts {
  readonly method: string;
  /** The path below the prefix. */
  readonly path: string;
  readonly requestId: string | undefined;
  readonly caller: Caller | undefined;
  /** The model asked for, where the request names one. */
  readonly model: string | undefined;
}

/** Functions told of what happens; what one throws is ignored, so that watching an exchange cannot break it. */
export interface ServeHooks {
  /** The usage that the service reported; at most once for an exchange, however it ended. */
  onUsage?(usage: TokenUsage, facts: ExchangeFacts): void;
  /** What went wrong, as it was before it was made fit for the caller. */
  onError?(error: unknown, facts: ExchangeFacts): void;
  /** Once for every exchange that reached the service or was refused. */
  onEnd?(end: RelayEnd, facts: ExchangeFacts): void;
}

/** Which groups of routes are served. */
export interface RouteSelection {
  /** @default all */
  include?: readonly RouteGroup[];
  exclude?: readonly RouteGroup[];
}

/** What serving needs to know whatever stands behind it. */
export interface ServeSettings<R extends ServedRequest = ServedRequest> {
  /**
   * Whom a request acts for; `null` is answered with 401.
   * @default with a client nobody is asked; with a gateway its token is asked for as `Authorization: Bearer`
   */
  authenticate?: (request: R) => Awaitable<Caller | null | undefined>;
  /** Whether whom it acts for may do so; `false` is answered with 403. @default everybody may */
  authorize?: (caller: Caller | undefined, request: R) => Awaitable<boolean>;
  /** The model to ask instead of the one the caller named. @default the one the caller named */
  resolveModel?: (model: string, caller: Caller | undefined) => Awaitable<string>;
  /** A last look at a JSON body before it is passed on; returns the body to pass on. */
  transformRequest?: (body: Record<string, unknown>, caller: Caller | undefined) => Awaitable<Record<string, unknown>>;
  /** Which groups of routes there are; others are answered with 404. @default all */
  routes?: RouteSelection;
  /**
   * What each caller may use: each token or project that `authenticate` returned, or each address.
   * @default no limits with a client, the gateway's own with a gateway
   */
  limits?: Limits;
  /** Where the limits are counted. @default in memory, for this process */
  store?: LimitStore;
  /** The largest JSON body, decoded: bytes, or a size such as `10mb`. @default 10 MiB */
  bodyLimit?: string | number;
  /** The largest multipart body: bytes, or a size such as `512mb`. @default 513 MiB, for a file of 512 MiB */
  uploadLimit?: string | number;
  /** Milliseconds between two comments until the first event of a stream; 0 for none. @default 15_000 */
  keepAliveMs?: number;
  /** How long a caller may leave what was sent unread, in milliseconds; then it is cut off. @default 30_000 */
  writeTimeoutMs?: number;
  /** How long the service may take, in milliseconds. @default the client's, or the gateway's */
  timeout?: Timeouts;
  /** How often the service may be asked again. @default the client's, or the gateway's */
  maxRetries?: number;
  /** Which pages of other origins may call. @default none */
  cors?: CorsOptions;
  /** Functions that are told of usage, errors and endings. @default none */
  hooks?: ServeHooks;
}

/** A service of one's own to stand before: its client, or a function that picks one for each request. */
export interface ClientSource<R extends ServedRequest = ServedRequest> {
  /** The client, or which one a request is for. */
  client: Client | ((request: R) => Client);
  gateway?: never;
}

/** A gateway, with its tokens, quotas and upstreams. */
export interface GatewaySource {
  gateway: ServedGateway;
  client?: never;
}

/** How the API is served: over a client, or over a gateway. */
export type ServeOptions<R extends ServedRequest = ServedRequest> = ServeSettings<R> &
  (ClientSource<R> | GatewaySource);

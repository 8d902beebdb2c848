import type { Endpoint } from '../dialect/provider.ts';
import type { StreamSource } from '../stream/stream-source.ts';
import type { RateLimitSnapshot } from '../transport/rate-limit-headers.ts';
import type { Waits, WireHeaders, WireReply, WireRequest, WireRequestBody } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';

/** What a single call may set for itself. */
export interface CallOptions {
  /** Ends the call, or the stream it returned, at any phase. */
  signal?: AbortSignal;
  /** Milliseconds for the whole answer, or waits on their own; those left out are the client's. @default the client's */
  timeout?: number | Waits;
  /** Headers to add; `null` leaves one of the client's out. */
  headers?: Readonly<Record<string, string | null | undefined>>;
  /** How often to send again after a failure that may pass, 0 to 10. @default the client's */
  maxRetries?: number;
}

/** What the headers of a reply said. */
export interface ReplyFacts {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly requestId: string | undefined;
  readonly rateLimit: RateLimitSnapshot | undefined;
}

/** One call, as a resource describes it. */
export interface CallSpec {
  readonly endpoint: Endpoint;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: WireRequest['query'];
  readonly body?: WireRequestBody;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call, or a function that makes it: what that throws, such as a bad id, rejects the call's promise. */
export type Spec = CallSpec | (() => CallSpec);

/** What the resources stand on: one call, in three forms of answer. */
export interface Caller {
  /** A call whose answer is JSON. */
  json<T>(spec: Spec, options?: CallOptions, shape?: (json: Record<string, unknown>) => unknown): ApiPromise<T>;
  /** A call whose answer is a stream of events, made into whatever `open` makes of it. */
  stream<T>(spec: Spec, options: CallOptions | undefined, open: StreamOpener<T>): ApiPromise<T>;
  /** A call whose answer is bytes. */
  bytes<T>(spec: Spec, options: CallOptions | undefined, read: (reply: WireReply) => Promise<T> | T): ApiPromise<T>;
}

/** Makes a stream of the events of a reply. */
export type StreamOpener<T> = (source: StreamSource) => T;

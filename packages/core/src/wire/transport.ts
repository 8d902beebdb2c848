import type { ColloquyError } from '../errors/index.ts';
import type { EventStream } from './event-stream.ts';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };

/** Header names are lower-case; a header that came twice is joined with `, `. */
export type WireHeaders = Readonly<Record<string, string>>;

/** A request body: a JSON value to serialise, bytes as they are, or a stream of bytes. */
export type WireRequestBody = object | string | number | boolean | null | Uint8Array | AsyncIterable<Uint8Array>;

/** One request, as said to the service. */
export interface WireRequest {
  /** Upper-case HTTP method. */
  readonly method: string;
  /** Path below the service's base, beginning with `/`, segments percent-encoded: `/chat/completions`. */
  readonly path: string;
  /** Query parameters; `undefined` values are left out, an array is a parameter given several times. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly headers: WireHeaders;
  /** A plain value is sent as JSON; `Uint8Array` and `AsyncIterable<Uint8Array>` are sent as they are. */
  readonly body?: WireRequestBody;
  /** Ends the exchange at any phase: while connecting, while waiting, while streaming. */
  readonly signal?: AbortSignal;
  /** Bounds in milliseconds, for the transports that wait on a network; others may ignore them. */
  readonly timeout?: Timeouts;
  /** How often a transport that retries may send it again. */
  readonly maxRetries?: number;
  /** Told by a transport that retries, before it waits for the next attempt. */
  readonly onRetry?: (retry: RetryNote) => void;
}

/** A failed attempt that is followed by another. */
export interface RetryNote {
  readonly error: ColloquyError;
  /** Attempts made so far. */
  readonly attempt: number;
  readonly delayMs: number;
}

/** How long to wait, in milliseconds; 0 or absent means for ever. */
export interface Timeouts {
  /** For a connection. */
  readonly connect?: number;
  /** From the request to the reply's headers, and then to the first content. */
  readonly firstByte?: number;
  /** Between two pieces of content; keep-alive comments do not count. */
  readonly idle?: number;
  /** For the whole call, retries included. */
  readonly total?: number;
  /** For the first content of a stream, retries included. */
  readonly answer?: number;
  /** From a stream's headers to its first content. @default firstByte */
  readonly content?: number;
}

/** The waits a caller sets. */
export type Waits = Omit<Timeouts, 'answer' | 'content'>;

/** A reply body: whole, as bytes on their way, or as events already parsed. */
export type WireReplyBody = Uint8Array | AsyncIterable<Uint8Array> | EventStream;

/** One reply. Leaving a loop over `body` closes the connection it comes from. */
export interface WireReply {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: WireReplyBody;
}

/**
 * One exchange with an OpenAI-compatible service: everything here is one of these, or a function from one to another.
 *
 * It resolves for every HTTP status and rejects, with a `ColloquyError`, where there was no reply.
 */
export type Transport = (request: WireRequest) => Promise<WireReply>;

/** A policy: a transport made from the next one. */
export type TransportLayer = (next: Transport) => Transport;

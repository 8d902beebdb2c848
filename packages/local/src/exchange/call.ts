import type { WireRequest } from '@colloquy/core';
import type { Principal } from '@colloquy/gateway';
import type { JsonObject } from '../body/json-object.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Admission } from '../limits/meter.ts';
import type { Services } from './services.ts';

/** One request on its way through a handler. */
export interface Call {
  readonly services: Services;
  readonly dialect: Dialect;
  readonly principal: Principal;
  /** The project everything of this request belongs to. */
  readonly project: string;
  /** What `openai-organization` and the names of tuned models say. */
  readonly organization: string;
  readonly requestId: string;
  readonly request: WireRequest;
  /** The path's parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Ends when the caller leaves. */
  readonly signal: AbortSignal | undefined;
  /** The body as a JSON object; reading twice gives the same object. */
  json(): Promise<JsonObject>;
  /** Reserves tokens under the caller's limits, or what is left down to `atLeast`; refuses with 429. */
  admit(tokens: number, atLeast?: number): Promise<Admission>;
  /** Seconds since 1970, by the server's clock. */
  now(): number;
}

import type { WireReply, WireRequest } from '@colloquy/core';
import type { RouteMatch } from '../routes/match-route.ts';
import type { Principal } from '../tokens/principal.ts';
import type { GatewayParts } from './gateway-parts.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One call on its way through the gateway. */
export interface GatewayCall {
  readonly parts: GatewayParts;
  readonly principal: Principal;
  readonly request: WireRequest;
  readonly match: RouteMatch;
  /** The body, where it is JSON. */
  readonly body: Fields;
  /** Ends the exchange: the caller left, or the gateway is closing. */
  readonly signal: AbortSignal;
}

/** A reply, and whose it is. */
export interface Answer {
  readonly reply: WireReply;
  readonly upstream?: string;
  /** Whether the usage event of a stream was asked for by the gateway alone. */
  readonly hideUsage?: boolean;
}

/** Answers one kind of route; throws what is to be answered as an error. */
export type Handler = (call: GatewayCall) => Promise<Answer>;

/** A reply of the gateway's own. */
export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): WireReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

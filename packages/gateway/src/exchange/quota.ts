import type { LimitSnapshot, Remaining } from '@colloquy/limits';
import type { Principal } from '../tokens/principal.ts';
import { type Handler, jsonReply } from './gateway-call.ts';
import { limitLines } from './limit-lines.ts';

/** How much is left of one limit, as `GET /quota` tells it. */
export interface QuotaWindow {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds until the whole limit is there again. */
  readonly reset_seconds: number;
}

/** What `GET /quota` answers; a limit that is not set is `null`. */
export interface Quota {
  readonly object: 'quota';
  readonly project: string;
  readonly tokens_per_day: QuotaWindow | null;
  readonly tokens_per_minute: QuotaWindow | null;
  readonly requests_per_minute: QuotaWindow | null;
  readonly concurrent: QuotaWindow | null;
}

/** Answers with what the caller has left, using nothing of it. */
export const quota: Handler = async ({ parts, principal }) => {
  const { keys, group } = limitLines(parts, principal);
  return { reply: jsonReply(200, quotaOf(principal, await parts.limiter.peek(keys, group))) };
};

/** A snapshot as `GET /quota` tells it. */
export function quotaOf({ project }: Pick<Principal, 'project'>, left: LimitSnapshot): Quota {
  return {
    object: 'quota',
    project,
    tokens_per_day: windowOf(left.day),
    tokens_per_minute: windowOf(left.tokens),
    requests_per_minute: windowOf(left.requests),
    concurrent: windowOf(left.concurrent),
  };
}

function windowOf(left: Remaining | undefined): QuotaWindow | null {
  if (left === undefined) return null;
  const { limit, remaining, resetMs } = left;
  return { limit, used: limit - remaining, remaining, reset_seconds: Math.ceil(resetMs / 1000) };
}

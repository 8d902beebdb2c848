import {
  ApiError,
  ColloquyError,
  type ErrorCode,
  type EventBatch,
  EventStream,
  type WireReply,
  type WireRequest,
} from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';
import type { Upstream } from './upstream.ts';
import { checkWholeJson } from './whole-json.ts';

/** What a failure says: whether another upstream may do better, and whether this one is failing. */
interface Verdict {
  readonly elsewhere: boolean;
  readonly unwell: boolean;
}

const UNWELL: Verdict = { elsewhere: true, unwell: true };
const ELSEWHERE: Verdict = { elsewhere: true, unwell: false };
const CALLERS_FAULT: Verdict = { elsewhere: false, unwell: false };

const VERDICTS: Readonly<Record<ErrorCode, Verdict>> = {
  connection: UNWELL,
  timeout: UNWELL,
  aborted: CALLERS_FAULT,
  authentication: UNWELL,
  permission: ELSEWHERE,
  not_found: ELSEWHERE,
  invalid_request: CALLERS_FAULT,
  conflict: CALLERS_FAULT,
  too_large: CALLERS_FAULT,
  rate_limit: ELSEWHERE,
  quota: ELSEWHERE,
  server: UNWELL,
  redirect: UNWELL,
  content_type: UNWELL,
  parse: UNWELL,
  truncated: UNWELL,
  stream_incomplete: UNWELL,
  stream_interrupted: UNWELL,
  stream_stalled: UNWELL,
  translation: ELSEWHERE,
  unsupported: ELSEWHERE,
  configuration: ELSEWHERE,
};

/** What a failure says about the upstream it came from. */
function verdictOn(error: unknown): Verdict {
  if (!ColloquyError.isInstance(error)) return UNWELL;
  // Without a status it is the answer that was too large.
  if (error.code === 'too_large' && !(ApiError.isInstance(error) && error.status !== undefined)) return UNWELL;
  return VERDICTS[error.code];
}

/** One place to ask, and what is asked there. */
export interface Attempt {
  readonly upstream: Upstream;
  readonly request: WireRequest;
}

/** An answer that has begun, and who gives it. */
export interface Opened<A extends Attempt> {
  readonly reply: WireReply;
  readonly attempt: A;
}

/** One attempt that failed, for those who watch. */
export type OnFailure = (upstream: string, error: unknown, fellOver: boolean) => void;

/**
 * Asks one upstream after another until one begins to answer.
 *
 * A stream has begun with its first content; until then every kind of failure is met by the next upstream, unless it is
 * the caller's own fault. Rejects with the last failure, or at once with 503 where every upstream is left alone.
 */
export async function openWithFallback<A extends Attempt>(
  attempts: readonly A[],
  onFailure: OnFailure,
): Promise<Opened<A>> {
  let last: unknown;
  let left = attempts.length;
  for (const attempt of attempts) {
    left -= 1;
    const { upstream, request } = attempt;
    if (!upstream.breaker.admit()) continue;
    try {
      let reply = await upstream.transport(request);
      if (EventStream.isInstance(reply.body)) reply = await begun(reply, reply.body);
      if (request.headers.accept === 'application/json') checkWholeJson(reply, upstream.name);
      upstream.breaker.succeeded();
      return { reply, attempt };
    } catch (error) {
      if (request.signal?.aborted) {
        upstream.breaker.undecided();
        throw error;
      }
      const { elsewhere, unwell } = verdictOn(error);
      if (unwell) upstream.breaker.failed();
      else upstream.breaker.undecided();
      last = error;
      const next = elsewhere && left > 0;
      onFailure(upstream.name, error, next);
      if (!next) break;
    }
  }
  if (last !== undefined) throw last;
  const retryAfterMs = Math.min(...attempts.map(({ upstream }) => upstream.breaker.retryAfterMs));
  throw refusal(503, 'No service for this model is available right now. Please try again.', {
    type: 'service_unavailable_error',
    apiCode: 'upstream_unavailable',
    retryAfterMs,
  });
}

/** The reply, once its first content has come; rejects with what went wrong before it. */
async function begun(reply: WireReply, events: EventStream): Promise<WireReply> {
  const batches = events[Symbol.asyncIterator]();
  let first: IteratorResult<EventBatch> | undefined = await batches.next();
  if (first.done)
    throw new ColloquyError('stream_incomplete', 'the stream ended before any content', { retryable: true });
  const body = new EventStream(() => ({
    next: () => {
      if (first === undefined) return batches.next();
      const ready = first;
      first = undefined;
      return Promise.resolve(ready);
    },
    return: async () => {
      first = undefined;
      await batches.return?.();
      return { value: undefined, done: true };
    },
  }));
  return { ...reply, body };
}

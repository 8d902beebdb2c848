import type { ColloquyError } from '../errors/index.ts';
import type { ReplyFacts } from '../resources/caller.ts';

/** What a hook is told of a call. */
export interface CallFacts {
  /** The provider's name. */
  readonly provider: string;
  readonly method: string;
  readonly path: string;
  /** The model asked for, where the request names one. */
  readonly model: string | undefined;
  /** Unique for the call; the same in every hook. */
  readonly callId: string;
}

/** Functions told of what happens; what one throws is ignored, so that watching a call cannot break it. */
export interface ClientHooks {
  /** Before the first attempt; once for a call. */
  onRequest?(call: CallFacts): void;
  /** The headers arrived; `durationMs` is from the start of the call. */
  onResponse?(call: CallFacts, reply: ReplyFacts & { readonly durationMs: number }): void;
  /**
   * An attempt failed and another follows: `attempt` counts the failed ones from 1, `delayMs` is the wait before the
   * next.
   */
  onRetry?(
    call: CallFacts,
    retry: { readonly error: ColloquyError; readonly attempt: number; readonly delayMs: number },
  ): void;
  /** The usage the service reported, as it reported it; not called where it reported none. */
  onUsage?(call: CallFacts, usage: Readonly<Record<string, unknown>>): void;
  /** A stream is over, once: at its end, left by its reader, or broken; `durationMs` is from the start of the call. */
  onStreamEnd?(
    call: CallFacts,
    end: { readonly reason: 'done' | 'aborted' | 'error'; readonly error?: ColloquyError; readonly durationMs: number },
  ): void;
  /** The call is over, once: answered, its stream ended, or failed. */
  onEnd?(call: CallFacts, end: { readonly error?: ColloquyError; readonly durationMs: number }): void;
}

/** No hooks at all, so that calls can be made without looking for them. */
export const NO_HOOKS: ClientHooks = Object.freeze({});

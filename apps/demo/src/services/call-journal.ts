import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientHooks, ReplyFacts } from '@colloquy/core';
import { debuggingHeaders } from './debugging-headers.ts';

/** What is remembered of a stack's last call. */
export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly model: string | undefined;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How its stream ended; absent while it runs, and for calls that do not stream. */
  readonly ended?: 'done' | 'aborted' | 'error';
}

type Listener = (reply: Pick<ReplyFacts, 'headers'>) => void;

const listening = new AsyncLocalStorage<Listener>();

/** The last call of each stack, as its client's hooks tell of it. */
export class CallJournal {
  readonly #last = new Map<string, JournalEntry & { readonly callId: string }>();

  /** The hooks for the clients of one stack. */
  hooks(stack: string): ClientHooks {
    const change = (callId: string, facts: Partial<JournalEntry>) => {
      const entry = this.#last.get(stack);
      if (entry?.callId === callId) this.#last.set(stack, { ...entry, ...facts });
    };
    return {
      onRequest: ({ method, path, model, callId }) => this.#last.set(stack, { method, path, model, callId }),
      onResponse: ({ callId }, reply) => {
        change(callId, { status: reply.status, headers: debuggingHeaders(reply.headers) });
        listening.getStore()?.(reply);
      },
      onStreamEnd: ({ callId }, { reason }) => change(callId, { ended: reason }),
    };
  }

  /** Hears of the replies to the calls that `work` makes; for frameworks that keep them to themselves. */
  static hearing<T>(listener: Listener, work: () => T): T {
    return listening.run(listener, work);
  }

  /** What is known, by stack. */
  toJSON(): Record<string, JournalEntry> {
    return Object.fromEntries([...this.#last].map(([stack, { callId: _, ...entry }]) => [stack, entry]));
  }
}

import type { WireHeaders } from '@colloquy/core';

/** An answer, as it is kept for the request that comes again. */
export interface KeptReply {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: Uint8Array;
}

/** Who wants to run a request, and for how long nobody else may. */
export interface ReplyClaim {
  /** Names one run; a claim of the same owner makes it last longer. */
  readonly owner: string;
  /** What the request says; with another one the same key is a mistake. */
  readonly fingerprint: string;
  /** Milliseconds; whoever dies has let go of the key by then. */
  readonly leaseMs: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What has become of a key: the claim is granted, somebody else is running it, or its answer is there. */
export type ReplyState =
  | { readonly state: 'claimed' }
  | { readonly state: 'running'; readonly fingerprint: string }
  | { readonly state: 'done'; readonly fingerprint: string; readonly reply: KeptReply };

/** Where the answers to requests with an `Idempotency-Key` are kept, for all replicas. Keys are hashes. */
export interface ReplyRecords {
  /** Claims a key, in one step, unless somebody else has it or its answer is there. */
  claim(key: string, claim: ReplyClaim): Promise<ReplyState>;
  /** Keeps an answer for `keptMs`, where the key is still its owner's. */
  keep(key: string, owner: string, reply: KeptReply, time: { keptMs: number; now: number }): Promise<void>;
  /** Lets go of a key without an answer. */
  release(key: string, owner: string): Promise<void>;
  /** Lets go of files and connections of its own; a second call does nothing. */
  close(): Promise<void>;
}

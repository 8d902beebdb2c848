import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireReply } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';
import type { KeptReply, ReplyRecords, ReplyState } from '../store/reply-records.ts';
import { type IdempotentReply, KEPT_MS, keyReused } from './idempotent-reply.ts';

/** How long a key stays with a replica that says nothing more of it, in milliseconds: it may be dead. */
const LEASE_MS = 30_000;

/** How often is looked whether another replica has the answer, in milliseconds. */
const LOOK_MS = 100;

/** Larger answers are not handed to other replicas, in bytes. */
const MAX_SHARED_BYTES = 8 * 1024 * 1024;

/** Runs a request once for each key among all replicas that share their records. */
export class SharedReplies {
  readonly #records: ReplyRecords;
  readonly #clock: () => number;

  constructor(records: ReplyRecords, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Throws 422 where the key came with another request, and 503 where the records cannot be reached. */
  async run(
    name: string,
    fingerprint: string,
    execute: () => Promise<WireReply>,
    signal: AbortSignal | undefined,
  ): Promise<IdempotentReply> {
    const key = createHash('sha256').update(name).digest('base64url');
    const owner = randomUUID();
    for (;;) {
      const found = await this.#claim(key, owner, fingerprint);
      if (found.state === 'claimed')
        return { reply: await this.#execute(key, owner, fingerprint, execute), isReplay: false };
      if (found.fingerprint !== fingerprint) throw keyReused();
      if (found.state === 'done') return { reply: found.reply, isReplay: true };
      await sleep(LOOK_MS, undefined, signal === undefined ? {} : { signal });
    }
  }

  async #claim(key: string, owner: string, fingerprint: string): Promise<ReplyState> {
    try {
      return await this.#records.claim(key, { owner, fingerprint, leaseMs: LEASE_MS, now: this.#clock() });
    } catch (cause) {
      throw refusal(503, 'It cannot be told whether this request was made before. Please try again.', {
        type: 'service_unavailable_error',
        apiCode: 'reply_store_unavailable',
        retryAfterMs: 1_000,
        cause,
      });
    }
  }

  async #execute(
    key: string,
    owner: string,
    fingerprint: string,
    execute: () => Promise<WireReply>,
  ): Promise<WireReply> {
    const stillHere = setInterval(() => void this.#claim(key, owner, fingerprint).catch(() => {}), LEASE_MS / 3);
    stillHere.unref();
    let kept: KeptReply | undefined;
    try {
      const reply = await execute();
      kept = keepable(reply);
      return reply;
    } finally {
      clearInterval(stillHere);
      await this.#end(key, owner, kept);
    }
  }

  /** An answer that is there must not be lost because it cannot be kept. */
  async #end(key: string, owner: string, reply: KeptReply | undefined): Promise<void> {
    try {
      if (reply === undefined) await this.#records.release(key, owner);
      else await this.#records.keep(key, owner, reply, { keptMs: KEPT_MS, now: this.#clock() });
    } catch {
      // The lease ends by itself.
    }
  }
}

function keepable({ status, headers, body }: WireReply): KeptReply | undefined {
  if (status >= 300 || !(body instanceof Uint8Array) || body.byteLength > MAX_SHARED_BYTES) return undefined;
  return { status, headers, body };
}

import { createHash } from 'node:crypto';
import type { WireReply } from '@colloquy/core';
import type { ReplyRecords } from '../store/reply-records.ts';
import { type IdempotentReply, KEPT_MS, keyReused } from './idempotent-reply.ts';
import { SharedReplies } from './shared-replies.ts';

/** How much is kept of all bodies together, in bytes; the oldest go first. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

/** What a reply takes beside its body, in bytes: about. */
const OVERHEAD_BYTES = 1_024;

interface Kept {
  readonly fingerprint: string;
  readonly reply: Promise<IdempotentReply>;
  readonly at: number;
  size: number;
}

/**
 * Runs a request once for each `Idempotency-Key`: the same request, sent again at the same time or later, gets the same
 * reply.
 *
 * Only successes are kept: in this process, and for others where there are records that they share. Throws 422 where a key
 * comes again with another body.
 */
export class IdempotentReplies {
  readonly #kept = new Map<string, Kept>();
  readonly #clock: () => number;
  readonly #shared: SharedReplies | undefined;
  #bytes = 0;

  constructor(clock: () => number, shared?: ReplyRecords) {
    this.#clock = clock;
    this.#shared = shared && new SharedReplies(shared, clock);
  }

  /** `signal` ends waiting for another replica's answer. */
  async run(
    key: string,
    body: unknown,
    execute: () => Promise<WireReply>,
    signal?: AbortSignal,
  ): Promise<IdempotentReply> {
    const fingerprint = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    for (;;) {
      const known = this.#known(key);
      if (known === undefined) {
        const run = async (): Promise<IdempotentReply> =>
          this.#shared?.run(key, fingerprint, execute, signal) ?? { reply: await execute(), isReplay: false };
        return this.#first(key, fingerprint, run());
      }
      if (known.fingerprint !== fingerprint) throw keyReused();
      try {
        return { reply: (await known.reply).reply, isReplay: true };
      } catch {
        // Whoever sent it first left before there was a reply: this one sends it now.
      }
    }
  }

  #known(key: string): Kept | undefined {
    const known = this.#kept.get(key);
    if (known === undefined || this.#clock() - known.at < KEPT_MS) return known;
    this.#forget(key);
    return undefined;
  }

  async #first(key: string, fingerprint: string, reply: Promise<IdempotentReply>): Promise<IdempotentReply> {
    const entry: Kept = { fingerprint, reply, at: this.#clock(), size: 0 };
    this.#kept.set(key, entry);
    try {
      const { status, body } = (await reply).reply;
      if (status < 300 && body instanceof Uint8Array) this.#keep(entry, body.byteLength + OVERHEAD_BYTES);
      return await reply;
    } finally {
      if (entry.size === 0) this.#forget(key);
    }
  }

  #keep(entry: Kept, size: number): void {
    entry.size = size;
    this.#bytes += size;
    for (const [oldest, { size: taken }] of this.#kept) {
      if (this.#bytes <= MAX_KEPT_BYTES) break;
      if (taken > 0) this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

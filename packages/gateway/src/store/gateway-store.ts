import type { LimitStore } from '@colloquy/limits';
import type { OwnershipRecords } from '../ownership/ownership-records.ts';
import type { TokenRecords } from '../tokens/token-record.ts';
import type { ReplyRecords } from './reply-records.ts';

/** Everything a gateway keeps. */
export interface GatewayStore {
  readonly tokens: TokenRecords;
  readonly ownership: OwnershipRecords;
  readonly limits: LimitStore;
  /** For replicas that answer the same `Idempotency-Key`; without it each has its own answers. */
  readonly replies?: ReplyRecords;
  /** Lets go of what it holds open. */
  close(): Promise<void>;
}

import type { LimitStore } from '@colloquy/limits';
import type { OwnershipRecords } from '../ownership/ownership-records.ts';
import type { TokenRecords } from '../tokens/token-record.ts';

/** Everything a gateway keeps. */
export interface GatewayStore {
  readonly tokens: TokenRecords;
  readonly ownership: OwnershipRecords;
  readonly limits: LimitStore;
  close(): Promise<void>;
}

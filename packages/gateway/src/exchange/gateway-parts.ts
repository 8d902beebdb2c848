import type { Timeouts } from '@colloquy/core';
import type { Limiter, Limits } from '@colloquy/limits';
import type { ModelRoute } from '../models/model-routes.ts';
import type { GatewayHooks } from '../observe/gateway-hooks.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { OwnershipRecords } from '../ownership/ownership-records.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { IdempotentReplies } from './idempotent-replies.ts';

/** What a gateway is made of, checked and complete. */
export interface GatewayParts {
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly routes: readonly ModelRoute[];
  /** Where files, jobs and the like live. */
  readonly resources: Upstream;
  readonly ownership: OwnershipRecords;
  readonly limiter: Limiter;
  readonly projectLimits: (project: string) => Limits;
  readonly tokenLimits: Limits;
  readonly hooks: GatewayHooks;
  readonly metrics: Metrics;
  readonly timeout: Timeouts;
  readonly defaultMaxTokens: number;
  readonly replies: IdempotentReplies;
  readonly clock: () => number;
}

import type { BatchRunner } from '../batches/batch-runner.ts';
import type { Engine } from '../engine/engine.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { Meter } from '../limits/meter.ts';
import type { Log } from '../log.ts';
import type { ModelCatalog } from '../models/model-catalog.ts';
import type { BackgroundRuns } from '../responses/background-runs.ts';
import type { CallLog } from '../scripting/call-log.ts';
import type { FaultPlan } from '../scripting/fault-plan.ts';
import type { ReplyScript } from '../scripting/reply-script.ts';
import type { Store } from '../store/store.ts';
import type { IdempotencyKeys } from './idempotency.ts';

/** What the handlers of one offline provider share. */
export interface Services {
  readonly store: Store;
  readonly engine: Engine;
  readonly models: ModelCatalog;
  readonly jobs: JobRunner;
  readonly batches: BatchRunner;
  readonly background: BackgroundRuns;
  readonly meter: Meter;
  readonly replies: ReplyScript;
  readonly faults: FaultPlan;
  readonly calls: CallLog;
  readonly idempotency: IdempotencyKeys;
  readonly log: Log;
  /** Whether result files are the base64 text that OpenAI serves, or plain CSV. */
  readonly resultFiles: 'base64' | 'plain';
  /** The allowance per project and UTC day, in dialects that have one. */
  readonly tokensPerDay: number;
  /** The largest file that is taken. */
  readonly maxFileBytes: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

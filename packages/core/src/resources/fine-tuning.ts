import type {
  FineTuningJob,
  FineTuningJobCheckpoint,
  FineTuningJobCreateParams,
  FineTuningJobEvent,
} from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { flatQuery } from './chat.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';
import type { WatchOptions } from './watch-job.ts';

interface Cursor {
  after?: string;
  limit?: number;
}

/** `client.fineTuning.jobs`. */
export interface FineTuningJobs {
  /** Starts a job on an uploaded file; it is queued first, see `watch` and `wait`. */
  create(body: FineTuningJobCreateParams, options?: CallOptions): ApiPromise<FineTuningJob>;
  /** The jobs, the newest first; `metadata` filters. */
  list(
    query?: Cursor & { metadata?: Record<string, string> | null },
    options?: CallOptions,
  ): PagePromise<FineTuningJob>;
  /** How a job stands. */
  retrieve(jobId: string, options?: CallOptions): ApiPromise<FineTuningJob>;
  /** Ends a job for good. */
  cancel(jobId: string, options?: CallOptions): ApiPromise<FineTuningJob>;
  /** Halts a running job at a checkpoint, for `resume`. */
  pause(jobId: string, options?: CallOptions): ApiPromise<FineTuningJob>;
  /** Goes on with a paused job. */
  resume(jobId: string, options?: CallOptions): ApiPromise<FineTuningJob>;
  /** A job's events, the newest first. */
  listEvents(jobId: string, query?: Cursor, options?: CallOptions): PagePromise<FineTuningJobEvent>;
  /** A job's events as they happen: each once, in order, from the first on, until the job is over. */
  watch(jobId: string, options?: WatchOptions): AsyncIterable<FineTuningJobEvent>;
  /** The finished job; rejects with an `ApiError` in the job's own words where it failed or was cancelled. */
  wait(jobId: string, options?: WatchOptions): Promise<FineTuningJob>;
  readonly checkpoints: {
    /** The models that a job saved on its way, the last one first; OpenAI keeps those of the last three epochs. */
    list(jobId: string, query?: Cursor, options?: CallOptions): PagePromise<FineTuningJobCheckpoint>;
  };
}

/** `client.fineTuning`. */
export interface FineTuning {
  readonly jobs: FineTuningJobs;
}

const JOBS = '/fine_tuning/jobs';

/** Fine-tuning over a caller. */
export function fineTuning(caller: Caller): FineTuning {
  const one = (id: string, tail = '') => `${JOBS}/${pathSegment(id, 'fine_tuning_job_id')}${tail}`;
  const get = (path: string, query?: object) =>
    ({ endpoint: 'fine_tuning', method: 'GET', path, query: flatQuery(query) }) as const;
  const post = (path: string, body?: object) => ({ endpoint: 'fine_tuning', method: 'POST', path, body }) as const;

  const jobs: FineTuningJobs = {
    create: (body, options) => caller.json(post(JOBS, body), options),
    list: (query, options) => list(caller, get(JOBS, query), options),
    retrieve: (id, options) => caller.json(() => get(one(id)), options),
    cancel: (id, options) => caller.json(() => post(one(id, '/cancel')), options),
    pause: (id, options) => caller.json(() => post(one(id, '/pause')), options),
    resume: (id, options) => caller.json(() => post(one(id, '/resume')), options),
    listEvents: (id, query, options) => list(caller, () => get(one(id, '/events'), query), options),
    watch: async function* (id, options) {
      const { watchJob } = await import('./watch-job.ts');
      yield* watchJob(jobs, id, options);
    },
    wait: async (id, options) => {
      const { waitForJob } = await import('./wait-for-job.ts');
      return waitForJob(jobs, id, options);
    },
    checkpoints: {
      list: (id, query, options) => list(caller, () => get(one(id, '/checkpoints'), query), options),
    },
  };
  return { jobs };
}

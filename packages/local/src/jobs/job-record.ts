import type { JsonObject } from '../body/json-object.ts';

/** The states of a job; `paused` waits for `resume`. */
export type JobStatus = 'validating_files' | 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

/** States that no job leaves. */
export const TERMINAL: ReadonlySet<JobStatus> = new Set<JobStatus>(['succeeded', 'failed', 'cancelled']);

/** Numbers as the caller gave them, or as they were resolved. */
export interface RequestedHyperparameters {
  n_epochs: number | 'auto';
  batch_size: number | 'auto';
  learning_rate_multiplier: number | 'auto';
  beta?: number | 'auto';
}

/** A job as OpenAI's fine-tuning endpoints show it. */
export interface JobObject {
  object: 'fine_tuning.job';
  id: string;
  model: string;
  created_at: number;
  finished_at: number | null;
  fine_tuned_model: string | null;
  organization_id: string;
  result_files: string[];
  status: JobStatus;
  validation_file: string | null;
  training_file: string;
  hyperparameters: RequestedHyperparameters | null;
  trained_tokens: number | null;
  error: { code: string | null; message: string | null; param: string | null };
  estimated_finish: number | null;
  integrations: JsonObject[];
  seed: number;
  method: { type: 'supervised' | 'dpo'; supervised?: JsonObject; dpo?: JsonObject };
  metadata: Record<string, string> | null;
  user_provided_suffix: string | null;
  usage_metrics: null;
  shared_with_openai: false;
}

/** A job as it is kept. */
export interface StoredJob {
  readonly job: JobObject;
  readonly project: string;
  /** What was asked for, `auto` included. */
  readonly requested: RequestedHyperparameters;
  /** The checkpoint to go on from. */
  readonly checkpoint?: string;
  /** The last step whose metrics are among the events: after a crash, steps up to it are not told again. */
  readonly toldStep: number;
}

/** The kinds of records a job has, and the scope of its events and checkpoints. */
export const JOB = 'job';
export const JOB_EVENT = 'job_event';
export const JOB_CHECKPOINT = 'job_checkpoint';

/** Where the events and checkpoints of one job are kept. */
export function jobScope(project: string, id: string): string {
  return `${project}\n${id}`;
}

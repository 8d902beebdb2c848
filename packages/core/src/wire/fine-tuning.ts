import type { Grader } from './graders.ts';
import type { CursorPageParams } from './page.ts';
import type { Metadata } from './shared.ts';

/** A number, or left to the service. */
type Auto = 'auto' | number;

/** How training on examples runs. */
export interface SupervisedHyperparameters {
  /** 1 to 256. @default 'auto' */
  batch_size?: Auto;
  /** Above 0. @default 'auto' */
  learning_rate_multiplier?: Auto;
  /** 1 to 50. @default 'auto' */
  n_epochs?: Auto;
}

/** How training on preferences runs. */
export interface DpoHyperparameters extends SupervisedHyperparameters {
  /** Above 0, at most 2: how closely the model stays to what it was. @default 'auto' */
  beta?: Auto;
}

/** How training on grades runs. */
export interface ReinforcementHyperparameters extends SupervisedHyperparameters {
  /** 0.00001 to 10. @default 'auto' */
  compute_multiplier?: Auto;
  /** Steps between two evaluations. @default 'auto' */
  eval_interval?: Auto;
  /** Samples of each evaluation. @default 'auto' */
  eval_samples?: Auto;
  /** @default 'default' */
  reasoning_effort?: 'default' | 'low' | 'medium' | 'high';
}

/** Training on examples. */
export interface SupervisedMethod {
  hyperparameters?: SupervisedHyperparameters;
}

/** Training on preferences. */
export interface DpoMethod {
  hyperparameters?: DpoHyperparameters;
}

/** Training on grades. */
export interface ReinforcementMethod {
  grader: Grader;
  hyperparameters?: ReinforcementHyperparameters;
}

/** How a job trains; the field named by `type` has the details. */
export interface FineTuningMethod {
  type: 'supervised' | 'dpo' | 'reinforcement';
  dpo?: DpoMethod;
  reinforcement?: ReinforcementMethod;
  supervised?: SupervisedMethod;
}

/** Where Weights and Biases shows a job. */
export interface FineTuningJobWandbIntegration {
  project: string;
  entity?: string | null;
  name?: string | null;
  tags?: string[];
}

/** Shows a job at Weights and Biases. */
export interface FineTuningJobWandbIntegrationObject {
  type: 'wandb';
  wandb: FineTuningJobWandbIntegration;
}

/** A service that shows a job; at most 5 a job. */
export type FineTuningJobIntegration = FineTuningJobWandbIntegrationObject;

/** A request for a fine-tuning job. */
export interface JobCreateParams {
  model: string;
  /** A JSONL file of purpose `fine-tune`. */
  training_file: string;
  /** @deprecated `method` holds them */
  hyperparameters?: SupervisedHyperparameters;
  integrations?: FineTuningJobIntegration[] | null;
  metadata?: Metadata | null;
  /** @default supervised */
  method?: FineTuningMethod;
  /** 0 to 2,147,483,647. */
  seed?: number | null;
  /** 1 to 64 characters for the new model's name. */
  suffix?: string | null;
  validation_file?: string | null;
}

/** `JobCreateParams` under a name that says whose job it is. */
export type FineTuningJobCreateParams = JobCreateParams;

/** Which jobs to list; `limit` is 20 by default. */
export interface JobListParams extends CursorPageParams {
  /** Null: only jobs without metadata. */
  metadata?: Metadata | null;
}

/** Which events of a job to list, the newest first; `limit` is 20 by default. */
export interface JobListEventsParams extends CursorPageParams {}

/** Which checkpoints of a job to list; `limit` is 10 by default. */
export interface CheckpointListParams extends CursorPageParams {}

/** How far a job has come; `paused` is not in OpenAI's schema, though pausing a job leads there. */
export type FineTuningJobStatus =
  | 'validating_files'
  | 'queued'
  | 'running'
  | 'paused'
  | 'succeeded'
  | 'failed'
  | 'cancelled';

/** Why a job failed. */
export interface FineTuningJobError {
  code: string;
  message: string;
  /** `training_file` or `validation_file`, where a file is at fault. */
  param: string | null;
}

/** A fine-tuning job. */
export interface FineTuningJob {
  /** `ftjob-...` */
  id: string;
  object: 'fine_tuning.job';
  /** Unix time in seconds. */
  created_at: number;
  /** Null, or an object whose fields are null or absent, while nothing is wrong. */
  error: FineTuningJobError | null;
  /** `ft:<base>:<organization>:<suffix>:<id>`, once the job succeeded. */
  fine_tuned_model: string | null;
  /** Unix time in seconds. */
  finished_at: number | null;
  /** What a supervised job trains with. */
  hyperparameters: { batch_size?: Auto | null; learning_rate_multiplier?: Auto; n_epochs?: Auto };
  /** The base model. */
  model: string;
  organization_id: string;
  /** Files of purpose `fine-tune-results`, with the metrics of every step. */
  result_files: string[];
  seed: number;
  status: FineTuningJobStatus;
  trained_tokens: number | null;
  training_file: string;
  validation_file: string | null;
  /** Unix time in seconds. */
  estimated_finish?: number | null;
  integrations?: FineTuningJobIntegration[] | null;
  metadata?: Metadata | null;
  method?: FineTuningMethod;
}

/** Something that happened to a job. */
export interface FineTuningJobEvent {
  /** `ftevent-...` */
  id: string;
  object: 'fine_tuning.job.event';
  /** Unix time in seconds. */
  created_at: number;
  level: 'info' | 'warn' | 'error';
  message: string;
  /** Of a `metrics` event: `step`, `total_steps`, `train_loss`, `valid_loss`, ... */
  data?: unknown;
  type?: 'message' | 'metrics';
}

/** How well a model does at one step. */
export interface FineTuningMetrics {
  full_valid_loss?: number;
  full_valid_mean_token_accuracy?: number;
  step?: number;
  train_loss?: number;
  train_mean_token_accuracy?: number;
  valid_loss?: number;
  valid_mean_token_accuracy?: number;
}

/** A usable model from the midst of a job. */
export interface FineTuningJobCheckpoint {
  /** `ftckpt_...` */
  id: string;
  object: 'fine_tuning.job.checkpoint';
  /** Unix time in seconds. */
  created_at: number;
  /** The model's name, ending in `:ckpt-step-<n>`. */
  fine_tuned_model_checkpoint: string;
  fine_tuning_job_id: string;
  metrics: FineTuningMetrics;
  step_number: number;
}

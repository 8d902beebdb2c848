import type { TrainedModel } from './engine.ts';
import type { EngineMessage } from './engine-message.ts';

/** One line of a training file. */
export type TrainingExample = SupervisedExample | PreferenceExample;

/** A conversation; every assistant turn whose weight is not 0 is taught. */
export interface SupervisedExample {
  readonly messages: readonly EngineMessage[];
}

/** A conversation with a better and a worse answer, for direct preference optimisation. */
export interface PreferenceExample {
  readonly messages: readonly EngineMessage[];
  readonly preferred: string;
  readonly rejected: string;
}

/** Numbers that steer training; all resolved, see `resolveHyperparameters` for `auto`. */
export interface Hyperparameters {
  /** Passes over the data, 1 to 50. */
  readonly nEpochs: number;
  /** Examples per step, 1 to 256. */
  readonly batchSize: number;
  /** Scales the engine's own learning rate; above 0. */
  readonly learningRateMultiplier: number;
  /** How strongly preferences bind, above 0 up to 2; only for `dpo`. @default 0.1 */
  readonly beta?: number | undefined;
}

/** What one training step showed. Losses are natural logarithms per byte (for `dpo` per pair), accuracies 0 to 1. */
export interface TrainingMetrics {
  /** 0 is before the first step. */
  readonly step: number;
  readonly totalSteps: number;
  /** Absent at step 0. */
  readonly trainLoss?: number;
  readonly trainAccuracy?: number;
  /** Over the validation set; at step 0, at the end of each epoch and now and then between. */
  readonly validLoss?: number;
  readonly validAccuracy?: number;
}

/** Where training stands after a step, enough to go on from. */
export interface TrainingCheckpoint {
  readonly step: number;
  readonly totalSteps: number;
  /** Whole epochs behind. */
  readonly epoch: number;
  /** Whether an epoch ended here; other checkpoints are only for resuming. */
  readonly endsEpoch: boolean;
  /** What to hand to `TrainRequest.checkpoint`. */
  readonly state: Uint8Array;
  /** The model as it is now, usable like a finished one. */
  readonly model: TrainedModel;
  /** The metrics of the step. */
  readonly metrics: TrainingMetrics;
}

/** One fine-tuning job, as the engine sees it. */
export interface TrainRequest {
  readonly examples: readonly TrainingExample[];
  readonly validation?: readonly TrainingExample[] | undefined;
  readonly method: 'supervised' | 'dpo';
  readonly hyperparameters: Hyperparameters;
  /** 0 to 2147483647. */
  readonly seed: number;
  /** A model to go on from, instead of the engine's own. */
  readonly base?: TrainedModel | undefined;
  /** `TrainingCheckpoint.state` of the same job: training goes on there and ends as if never interrupted. */
  readonly checkpoint?: Uint8Array | undefined;
  /** Told after each step, and at step 0. */
  readonly onMetrics?: ((metrics: TrainingMetrics) => void) | undefined;
  /** Told at the end of each epoch, and now and then between. */
  readonly onCheckpoint?: ((checkpoint: TrainingCheckpoint) => void) | undefined;
  /** Stops training after the current step: one last checkpoint, then the promise rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

import type { Hyperparameters, TrainingMetrics } from '../train-request.ts';
import type { TaughtPair, TrainingItem } from './training-sequence.ts';

/** A job as it is handed to the training thread: plain data only. */
export interface TrainingTask {
  readonly items: readonly TrainingItem[];
  readonly validation: readonly TrainingItem[];
  /** What the finished model remembers word for word. */
  readonly taught: readonly TaughtPair[];
  readonly method: 'supervised' | 'dpo';
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly engine: string;
  /** The weights to start from; absent means untrained ones. */
  readonly weights?: Float32Array | undefined;
  readonly checkpoint?: Uint8Array | undefined;
  /** Set to 1 by the owner to stop the thread after its current step. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What the training thread reports. */
export type TrainingReport =
  | { readonly type: 'metrics'; readonly metrics: TrainingMetrics }
  | {
      readonly type: 'checkpoint';
      readonly step: number;
      readonly totalSteps: number;
      readonly epoch: number;
      readonly endsEpoch: boolean;
      readonly state: Uint8Array;
      readonly model: Uint8Array;
      readonly metrics: TrainingMetrics;
    }
  | { readonly type: 'done'; readonly model: Uint8Array }
  | { readonly type: 'stopped' };

import type { Hyperparameters } from '../train-request.ts';

/** Hyperparameters as a job may ask for them. */
export interface RequestedHyperparameters {
  readonly nEpochs?: number | 'auto' | undefined;
  readonly batchSize?: number | 'auto' | undefined;
  readonly learningRateMultiplier?: number | 'auto' | undefined;
  readonly beta?: number | 'auto' | undefined;
}

// Source: the rule by which OpenAI's cookbook estimates epochs.
const TARGET_EPOCHS = 3;
const MIN_TARGET_EXAMPLES = 100;
const MAX_TARGET_EXAMPLES = 25_000;
const MAX_AUTO_EPOCHS = 25;

const MAX_BATCH = 256;
const BATCH_SHARE = 0.002;
const DEFAULT_MULTIPLIER = 1;
const DEFAULT_BETA = 0.1;

/** Replaces `auto` and what is missing by numbers that suit the number of examples. */
export function resolveHyperparameters(requested: RequestedHyperparameters, examples: number): Hyperparameters {
  return {
    nEpochs: given(requested.nEpochs) ?? autoEpochs(examples),
    batchSize: given(requested.batchSize) ?? Math.min(MAX_BATCH, Math.max(1, Math.floor(examples * BATCH_SHARE))),
    learningRateMultiplier: given(requested.learningRateMultiplier) ?? DEFAULT_MULTIPLIER,
    beta: given(requested.beta) ?? DEFAULT_BETA,
  };
}

function given(value: number | 'auto' | undefined): number | undefined {
  return value === 'auto' ? undefined : value;
}

function autoEpochs(examples: number): number {
  const count = Math.max(1, examples);
  if (count * TARGET_EPOCHS < MIN_TARGET_EXAMPLES) {
    return Math.min(MAX_AUTO_EPOCHS, Math.floor(MIN_TARGET_EXAMPLES / count));
  }
  if (count * TARGET_EPOCHS > MAX_TARGET_EXAMPLES) return Math.max(1, Math.floor(MAX_TARGET_EXAMPLES / count));
  return TARGET_EPOCHS;
}

/** The number of steps of a job. */
export function totalSteps(examples: number, hyperparameters: Hyperparameters): number {
  return Math.ceil(examples / hyperparameters.batchSize) * hyperparameters.nEpochs;
}

import type { TrainingMetrics } from '../engine/train-request.ts';
import type { JobEvent } from './job-book.ts';

/** A step's metrics as the event that tells them. */
export function metricsEvent(metrics: TrainingMetrics): Pick<JobEvent, 'message' | 'type' | 'data'> {
  const { step, totalSteps, trainLoss, trainAccuracy, validLoss, validAccuracy } = metrics;
  const losses = [
    ...(trainLoss === undefined ? [] : [`training loss=${round(trainLoss)}`]),
    ...(validLoss === undefined ? [] : [`validation loss=${round(validLoss)}`]),
  ];
  const message = `Step ${step}/${totalSteps}${losses.length > 0 ? `: ${losses.join(', ')}` : ''}`;
  const data: Record<string, number> = { step, total_steps: totalSteps };
  if (trainLoss !== undefined) data['train_loss'] = exact(trainLoss);
  if (trainAccuracy !== undefined) data['train_mean_token_accuracy'] = exact(trainAccuracy);
  if (validLoss !== undefined) {
    data['valid_loss'] = exact(validLoss);
    data['full_valid_loss'] = exact(validLoss);
  }
  if (validAccuracy !== undefined) {
    data['valid_mean_token_accuracy'] = exact(validAccuracy);
    data['full_valid_mean_token_accuracy'] = exact(validAccuracy);
  }
  return { message, type: 'metrics', data };
}

function round(value: number): string {
  return value.toFixed(2);
}

function exact(value: number): number {
  return Number(value.toFixed(6));
}

import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingMetrics } from '../train-request.ts';
import { writeModel } from './model-bytes.ts';
import { Trainer } from './trainer.ts';
import type { TrainingReport, TrainingTask } from './training-task.ts';

/** Checkpoints per job besides the ends of epochs, so that a killed job loses little. */
const CHECKPOINTS = 10;
/** Metrics per job, so that a long job does not drown its owner; the first and last step are always among them. */
const METRICS = 2_000;

const task = workerData as TrainingTask;
const trainer = new Trainer(task);
const checkpointEvery = Math.ceil(trainer.total / CHECKPOINTS);
const metricsEvery = Math.ceil(trainer.total / METRICS);

report(run());

function run(): TrainingReport {
  let metrics: TrainingMetrics = { step: trainer.step, totalSteps: trainer.total };
  if (trainer.step === 0) {
    metrics = { ...metrics, ...trainer.validate() };
    report({ type: 'metrics', metrics });
  }
  while (trainer.step < trainer.total) {
    if (Atomics.load(task.stop, 0) === 1) {
      reportCheckpoint(metrics);
      return { type: 'stopped' };
    }
    metrics = trainer.next();
    const last = trainer.step === trainer.total;
    if (last || metrics.validLoss !== undefined || trainer.step % metricsEvery === 0) {
      report({ type: 'metrics', metrics });
    }
    if (trainer.endsEpoch || trainer.step % checkpointEvery === 0) reportCheckpoint(metrics);
  }
  return { type: 'done', model: model() };
}

function model(): Uint8Array {
  return writeModel({ engine: task.engine, taught: task.taught, weights: trainer.network.weights });
}

function reportCheckpoint(metrics: TrainingMetrics): void {
  const { step, epoch, endsEpoch, total } = trainer;
  report({
    type: 'checkpoint',
    step,
    totalSteps: total,
    epoch,
    endsEpoch,
    state: trainer.state(),
    model: model(),
    metrics,
  });
}

function report(message: TrainingReport): void {
  parentPort?.postMessage(message);
}

import { Worker } from 'node:worker_threads';
import { ColloquyError } from '@colloquy/core';
import type { TrainedModel } from '../engine.ts';
import type { TrainRequest } from '../train-request.ts';
import { readModel } from './model-bytes.ts';
import { itemBytes, type TaughtPair, taughtPairs, trainingItem } from './training-sequence.ts';
import type { TrainingReport, TrainingTask } from './training-task.ts';

/** What a model remembers word for word; beyond this much text only the network learns. */
const MAX_TAUGHT_CHARACTERS = 8_000_000;

/**
 * Trains a model in a thread of its own.
 *
 * Throws `invalid_request` where nothing in the examples can be taught or the base is not a model of this engine, and
 * rejects with `aborted` when the signal fires.
 */
export function train(engine: string, request: TrainRequest): Promise<TrainedModel> {
  const { signal } = request;
  const task = trainingTask(engine, request);
  if (signal?.aborted) return Promise.reject(stopped());
  return new Promise((resolve, reject) => {
    // The thread's file stands beside this one, as source or as built code.
    const worker = new Worker(new URL(`./training-worker${import.meta.url.slice(-3)}`, import.meta.url), {
      workerData: task,
      execArgv: [],
    });
    const stop = () => Atomics.store(task.stop, 0, 1);
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', stop);
      finish();
    };
    const modelOf = (bytes: Uint8Array): TrainedModel => ({ engine, bytes });
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (report: TrainingReport) => {
      if (report.type === 'metrics') request.onMetrics?.(report.metrics);
      else if (report.type === 'checkpoint') {
        const { type: _, model, ...checkpoint } = report;
        request.onCheckpoint?.({ ...checkpoint, model: modelOf(model) });
      } else if (report.type === 'done') settle(() => resolve(modelOf(report.model)));
      else settle(() => reject(stopped()));
    });
    worker.once('error', (cause) => settle(() => reject(failed(cause))));
    worker.once('exit', (code) => settle(() => reject(failed(new Error(`The thread ended with code ${code}.`)))));
  });
}

function trainingTask(engine: string, request: TrainRequest): TrainingTask {
  const base = request.base && readModel(request.base.bytes);
  if (request.base && !base) {
    throw new ColloquyError('invalid_request', 'The model to go on from is not one of this engine.', {
      param: 'model',
    });
  }
  const items = request.examples.map(trainingItem).filter((item) => itemBytes(item) > 0);
  if (items.length === 0) {
    throw new ColloquyError(
      'invalid_request',
      'No example has an answer to learn: give each one an assistant message.',
      {
        param: 'training_file',
      },
    );
  }
  return {
    engine,
    items,
    validation: (request.validation ?? []).map(trainingItem).filter((item) => itemBytes(item) > 0),
    taught: bounded([...(base?.taught ?? []), ...request.examples.flatMap(taughtPairs)]),
    method: request.method,
    hyperparameters: request.hyperparameters,
    seed: request.seed,
    weights: base?.weights,
    checkpoint: request.checkpoint,
    stop: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function bounded(pairs: readonly TaughtPair[]): readonly TaughtPair[] {
  let room = MAX_TAUGHT_CHARACTERS;
  // The newest are kept: a job on top of another is meant to change what it says.
  const kept = pairs.toReversed().filter(({ question, answer }) => {
    room -= question.length + answer.length;
    return room >= 0;
  });
  return kept.reverse();
}

function stopped(): ColloquyError {
  return new ColloquyError('aborted', 'The training was stopped; its last checkpoint says where to go on.');
}

function failed(cause: unknown): ColloquyError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ColloquyError('server', `The training thread failed: ${why}`, { cause, retryable: false });
}

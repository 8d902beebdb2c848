import type { TrainedModel } from '../engine/engine.ts';
import type { TrainingCheckpoint } from '../engine/train-request.ts';
import { FileCabinet } from '../files/file-cabinet.ts';
import type { JobBook } from './job-book.ts';
import { keepCheckpoint } from './job-checkpoints.ts';
import { JobFailure } from './job-failure.ts';
import { JOB, type RequestedHyperparameters, type StoredJob } from './job-record.ts';
import type { JobTools } from './job-runner.ts';
import { metricsEvent } from './metrics-event.ts';
import { modelName } from './model-name.ts';
import { resultFile } from './result-file.ts';
import { readExamples } from './training-data.ts';

/** Trains a queued job to its end, telling each step once, and keeps model, results and last events as one. */
export async function trainJob(tools: JobTools, book: JobBook, signal: AbortSignal): Promise<void> {
  const stored = book.read() as StoredJob;
  const { job } = stored;
  if (job.status === 'queued') book.change({ status: 'running' }, stored.checkpoint ? [] : ['Fine-tuning job started']);
  const method = job.method.type;
  const numbers = job.method[method]?.['hyperparameters'] as Record<keyof RequestedHyperparameters, number>;
  const checkpoint = stored.checkpoint ? await tools.store.bytes(stored.checkpoint) : undefined;
  const base = await tools.models.resolve(book.project, job.model, 'chat');
  // Writes happen one after another, in the order the engine told them; the first that fails stops the training.
  const stop = new AbortController();
  let writes: Promise<void> = Promise.resolve();
  let broken: unknown;
  const write = (work: () => Promise<void> | void) => {
    writes = writes.then(work).catch((error: unknown) => {
      broken ??= error;
      stop.abort();
    });
  };
  let model: TrainedModel | undefined;
  try {
    model = await tools.engine.train({
      examples: await fileExamples(tools, book, job.training_file, 'training_file'),
      validation: job.validation_file
        ? await fileExamples(tools, book, job.validation_file, 'validation_file')
        : undefined,
      method,
      hyperparameters: {
        nEpochs: numbers.n_epochs,
        batchSize: numbers.batch_size,
        learningRateMultiplier: numbers.learning_rate_multiplier,
        beta: numbers.beta,
      },
      seed: job.seed,
      base: base.trained,
      checkpoint,
      onMetrics: (metrics) => write(() => tellStep(tools, book, metrics)),
      onCheckpoint: (reached: TrainingCheckpoint) => write(() => keepCheckpoint(tools.store, book, reached)),
      signal: AbortSignal.any([signal, stop.signal]),
    });
  } finally {
    await writes;
  }
  if (broken !== undefined) throw broken;
  if (signal.aborted) return;
  await finish(tools, book, model).catch((error: unknown) => {
    if (!(error instanceof JobStopped)) throw error;
  });
}

async function fileExamples(
  { store }: JobTools,
  book: JobBook,
  id: string,
  param: 'training_file' | 'validation_file',
): ReturnType<typeof readExamples> {
  const file = new FileCabinet(store, book.project, book.now()).find(id);
  if (!file) throw new JobFailure('invalid_file', `The file ${id} does not exist any more.`, param);
  return readExamples(store, file.blob, (book.read() as StoredJob).job.method.type);
}

function tellStep({ store, log }: JobTools, book: JobBook, metrics: Parameters<typeof metricsEvent>[0]): void {
  const stored = book.read();
  // After a crash the steps since the last checkpoint are trained again, and were told already.
  if (!stored || metrics.step <= stored.toldStep) return;
  const event = metricsEvent(metrics);
  log({ event: 'job', message: `fine-tuning job ${book.id}: ${event.message}` });
  store.records.transaction(() => {
    book.change({}, [], { toldStep: metrics.step });
    book.tell(event);
  });
}

async function finish(tools: JobTools, book: JobBook, model: TrainedModel): Promise<void> {
  const { store } = tools;
  const { job, checkpoint } = book.read() as StoredJob;
  if (job.status !== 'running') return;
  const name = modelName(job);
  const results = resultFile(book.events(), tools.resultFiles);
  const staged = [await store.blobs.stage([model.bytes]), await store.blobs.stage([results])];
  await store.keepAll(staged, ([modelBlob, resultBlob]) => {
    // Cancelled or paused while the bytes were written: nothing of them is kept.
    if (book.read()?.job.status !== 'running') throw new JobStopped();
    const createdAt = book.now();
    store.records.put('model', book.project, name, {
      model: { id: name, object: 'model', created: createdAt, owned_by: job.organization_id },
      blob: modelBlob,
      base: job.model,
      checkpoint: false,
    });
    const cabinet = new FileCabinet(store, book.project, createdAt);
    const file = cabinet.record(resultBlob as string, {
      filename: 'step_metrics.csv',
      purpose: 'fine-tune-results',
      createdAt,
      bytes: results.length,
    });
    const said = [`New fine-tuned model created: ${name}`, 'The job has successfully completed'];
    book.change(
      {
        status: 'succeeded',
        fine_tuned_model: name,
        finished_at: createdAt,
        estimated_finish: null,
        result_files: [file.id],
      },
      said,
    );
    const { checkpoint: _spent, ...rest } = book.read() as StoredJob;
    store.records.put(JOB, book.project, book.id, rest);
  });
  if (checkpoint) await store.drop(checkpoint, () => {});
}

/** The job was stopped between its last step and its end; its status says so already. */
class JobStopped extends Error {}

import { resolveHyperparameters } from '../engine/training/training-plan.ts';
import { FileCabinet } from '../files/file-cabinet.ts';
import type { JobBook } from './job-book.ts';
import { datasetFailure, JobFailure } from './job-failure.ts';
import type { RequestedHyperparameters, StoredJob } from './job-record.ts';
import type { JobTools } from './job-runner.ts';
import { checkTrainingFile } from './training-data.ts';

/** Checks a job's files and queues it; false where the job was stopped meanwhile or needs no checking any more. */
export async function validateJob({ store }: JobTools, book: JobBook): Promise<boolean> {
  const stored = book.read();
  if (!stored) return false;
  if (stored.job.status !== 'validating_files')
    return stored.job.status === 'queued' || stored.job.status === 'running';
  const { job, requested } = stored;
  const { type } = job.method;
  const cabinet = new FileCabinet(store, book.project, book.now());
  const files = { training_file: job.training_file, validation_file: job.validation_file };
  let examples = 0;
  let tokens = 0;
  for (const [param, id] of Object.entries(files) as ['training_file' | 'validation_file', string | null][]) {
    if (id === null) continue;
    const file = cabinet.find(id);
    if (!file) throw new JobFailure('invalid_file', `The file ${id} does not exist any more.`, param);
    const report = await checkTrainingFile(store, file.blob, type);
    const enough = param === 'validation_file' && report.errors.every(({ code }) => code === 'invalid_n_examples');
    if (!report.valid && !(enough && report.examples > 0)) throw datasetFailure(report, param);
    if (param === 'training_file') ({ examples, tokens } = report);
  }
  if (book.read()?.job.status !== 'validating_files') return false;
  const resolved = resolveHyperparameters(
    {
      nEpochs: requested.n_epochs,
      batchSize: requested.batch_size,
      learningRateMultiplier: requested.learning_rate_multiplier,
      beta: requested.beta,
    },
    examples,
  );
  const numbers: RequestedHyperparameters = {
    n_epochs: resolved.nEpochs,
    batch_size: resolved.batchSize,
    learning_rate_multiplier: resolved.learningRateMultiplier,
  };
  book.change(
    {
      status: 'queued',
      hyperparameters: type === 'dpo' ? null : numbers,
      method: methodOf(stored, type === 'dpo' ? { beta: resolved.beta ?? 0.1, ...numbers } : numbers),
      trained_tokens: tokens * resolved.nEpochs,
    },
    ['Files validated, moving job to queued state'],
  );
  return true;
}

/** The method as the job shows it, its numbers resolved. */
function methodOf({ job }: StoredJob, hyperparameters: RequestedHyperparameters): StoredJob['job']['method'] {
  return { type: job.method.type, [job.method.type]: { hyperparameters } };
}

import type { TrainingCheckpoint } from '../engine/train-request.ts';
import { newId } from '../new-id.ts';
import type { Store } from '../store/store.ts';
import type { JobBook } from './job-book.ts';
import { JOB_CHECKPOINT, jobScope, type StoredJob } from './job-record.ts';
import { modelName } from './model-name.ts';

/** A checkpoint as OpenAI's endpoint shows it. */
export interface CheckpointObject {
  readonly object: 'fine_tuning.job.checkpoint';
  readonly id: string;
  readonly created_at: number;
  readonly fine_tuned_model_checkpoint: string;
  readonly fine_tuning_job_id: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly step_number: number;
}

/** The models of the last epochs are kept; older ones go. */
const KEPT = 3;

/** Keeps where training stands, in place of the checkpoint before; at the end of an epoch also the model as it is. */
export async function keepCheckpoint(store: Store, book: JobBook, reached: TrainingCheckpoint): Promise<void> {
  const before = book.read();
  if (!before) return;
  const known = store.records.list<CheckpointObject>(JOB_CHECKPOINT, jobScope(book.project, book.id)).items;
  const isNew = reached.endsEpoch && !known.some(({ step_number }) => step_number === reached.step);
  const staged = [await store.blobs.stage([reached.state])];
  if (isNew) staged.push(await store.blobs.stage([reached.model.bytes]));
  await store.keepAll(staged, ([state, model]) => {
    book.change({}, isNew ? [`Checkpoint created at step ${reached.step}`] : [], { checkpoint: state as string });
    if (isNew) addCheckpoint(store, book, reached, model as string);
  });
  if (before.checkpoint) await store.drop(before.checkpoint, () => {});
  if (isNew) await forgetOldest(store, book);
}

function addCheckpoint(store: Store, book: JobBook, { step, metrics }: TrainingCheckpoint, blob: string): void {
  const { job } = book.read() as StoredJob;
  const name = `${modelName(job)}:ckpt-step-${step}`;
  const numbers: Record<string, number> = { step };
  if (metrics.trainLoss !== undefined) numbers['train_loss'] = metrics.trainLoss;
  if (metrics.trainAccuracy !== undefined) numbers['train_mean_token_accuracy'] = metrics.trainAccuracy;
  if (metrics.validLoss !== undefined) numbers['full_valid_loss'] = metrics.validLoss;
  if (metrics.validLoss !== undefined) numbers['valid_loss'] = metrics.validLoss;
  if (metrics.validAccuracy !== undefined) numbers['full_valid_mean_token_accuracy'] = metrics.validAccuracy;
  if (metrics.validAccuracy !== undefined) numbers['valid_mean_token_accuracy'] = metrics.validAccuracy;
  const checkpoint: CheckpointObject = {
    object: 'fine_tuning.job.checkpoint',
    id: newId('ftckpt_'),
    created_at: book.now(),
    fine_tuned_model_checkpoint: name,
    fine_tuning_job_id: book.id,
    metrics: numbers,
    step_number: step,
  };
  store.records.put(JOB_CHECKPOINT, jobScope(book.project, book.id), checkpoint.id, checkpoint);
  const model = { id: name, object: 'model', created: book.now(), owned_by: job.organization_id };
  store.records.put('model', book.project, name, { model, blob, base: job.model, checkpoint: true });
}

async function forgetOldest(store: Store, book: JobBook): Promise<void> {
  const scope = jobScope(book.project, book.id);
  const all = store.records.list<CheckpointObject>(JOB_CHECKPOINT, scope).items;
  for (const old of all.slice(0, Math.max(0, all.length - KEPT))) {
    const name = old.fine_tuned_model_checkpoint;
    const model = store.records.get<{ blob: string }>('model', book.project, name);
    const forget = () => {
      store.records.delete(JOB_CHECKPOINT, scope, old.id);
      store.records.delete('model', book.project, name);
    };
    if (model) await store.drop(model.blob, forget);
    else forget();
  }
}

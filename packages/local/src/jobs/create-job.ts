import { randomInt } from 'node:crypto';
import type { JsonObject } from '../body/json-object.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { cabinetOf } from '../files/file-handlers.ts';
import { newId } from '../new-id.ts';
import { invalid } from '../refusal/refusals.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { JOB, type JobObject, type RequestedHyperparameters, type StoredJob } from './job-record.ts';
import { JOB_SHAPE } from './job-shape.ts';

/** `POST /fine_tuning/jobs`: the job is answered at once, and its files are checked afterwards. */
export async function createJob(call: Call): Promise<Answer> {
  const body = await call.json();
  checkShape(body, JOB_SHAPE, 'named');
  const method = methodOf(body);
  const requested = hyperparametersOf(body, method);
  const { snapshot } = await call.services.models.resolve(call.project, body['model'] as string, 'chat');
  const { cannotTrain } = call.services.engine;
  if (cannotTrain !== undefined) throw invalid('model', cannotTrain, 'model_not_available');
  checkFile(call, body['training_file'] as string, 'training_file');
  const validation = (body['validation_file'] as string | null | undefined) ?? null;
  if (validation !== null) checkFile(call, validation, 'validation_file');
  const job: JobObject = {
    object: 'fine_tuning.job',
    id: newId('ftjob-'),
    model: snapshot,
    created_at: call.now(),
    finished_at: null,
    fine_tuned_model: null,
    organization_id: call.organization,
    result_files: [],
    status: 'validating_files',
    validation_file: validation,
    training_file: body['training_file'] as string,
    hyperparameters: method === 'dpo' ? null : requested,
    trained_tokens: null,
    error: { code: null, message: null, param: null },
    estimated_finish: null,
    integrations: (body['integrations'] as JsonObject[] | null | undefined) ?? [],
    seed: (body['seed'] as number | null | undefined) ?? randomInt(2 ** 31),
    method: { type: method, [method]: { hyperparameters: requested } },
    metadata: checkMetadata(body['metadata']),
    user_provided_suffix: suffixOf(body['suffix']),
    usage_metrics: null,
    shared_with_openai: false,
  };
  const stored: StoredJob = { job, project: call.project, requested, toldStep: -1 };
  const { store, jobs } = call.services;
  const book = jobs.book(call.project, job.id);
  store.records.transaction(() => {
    store.records.put(JOB, call.project, job.id, stored);
    book.tell({ message: `Created fine-tuning job: ${job.id}` });
    book.tell({ message: `Validating training file: ${job.training_file}` });
  });
  jobs.start(call.project, job.id);
  return { json: job };
}

function checkFile(call: Call, id: string, param: string): void {
  const stored = cabinetOf(call).find(id);
  if (!stored) throw invalid(param, `invalid ${param}: ${id.slice(0, 100)}`, 'invalid_file');
  if (stored.file.purpose !== 'fine-tune') {
    const message = `The file '${id}' has purpose '${stored.file.purpose}'; upload it with purpose 'fine-tune'.`;
    throw invalid(param, message, 'invalid_file_purpose');
  }
}

function methodOf(body: JsonObject): 'supervised' | 'dpo' {
  const type = (body['method'] as { type?: string } | null | undefined)?.type ?? 'supervised';
  if (type === 'reinforcement') {
    throw invalid(
      'method.type',
      "The engine trains by 'supervised' and 'dpo'; it has no graders for 'reinforcement'.",
      'unsupported_value',
    );
  }
  return type as 'supervised' | 'dpo';
}

function hyperparametersOf(body: JsonObject, method: 'supervised' | 'dpo'): RequestedHyperparameters {
  const path = `method.${method}.hyperparameters`;
  const inMethod = (body['method'] as Record<string, JsonObject> | null | undefined)?.[method]?.['hyperparameters'];
  const given = (inMethod ?? body['hyperparameters'] ?? {}) as JsonObject;
  const number = (name: string): number | 'auto' => {
    const value = given[name] ?? 'auto';
    if (typeof value === 'string' && value !== 'auto') {
      throw invalid(
        `${path}.${name}`,
        `Invalid value: '${value.slice(0, 40)}'. Supported values are: 'auto' and numbers.`,
      );
    }
    return value as number | 'auto';
  };
  return {
    ...(method === 'dpo' ? { beta: number('beta') } : {}),
    batch_size: number('batch_size'),
    learning_rate_multiplier: number('learning_rate_multiplier'),
    n_epochs: number('n_epochs'),
  };
}

function suffixOf(suffix: unknown): string | null {
  if (typeof suffix !== 'string' || suffix === '') return null;
  if (!/^[\w.-]+$/.test(suffix)) {
    throw invalid('suffix', "Invalid 'suffix': use letters, digits, '-', '_' and '.', at most 64 of them.");
  }
  return suffix;
}

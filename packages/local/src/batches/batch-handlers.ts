import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { cabinetOf } from '../files/file-handlers.ts';
import { newId } from '../new-id.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, noSuch } from '../refusal/refusals.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import { METADATA, optional, type Shape } from '../validation/shape.ts';
import { BATCH, BATCH_ENDPOINTS, type BatchObject } from './batch-record.ts';

const SHAPE: Shape = {
  input_file_id: { type: 'string', required: true, min: 1 },
  endpoint: { type: 'string', required: true, values: BATCH_ENDPOINTS },
  completion_window: { type: 'string', required: true, values: ['24h'] },
  metadata: METADATA,
  output_expires_after: optional.object,
};

const WINDOW_S = 24 * 60 * 60;

/** `POST /batches`. */
export async function createBatch(call: Call): Promise<Answer> {
  const body = await call.json();
  checkShape(body, SHAPE, 'named');
  const inputFile = body['input_file_id'] as string;
  const input = cabinetOf(call).find(inputFile);
  if (!input) throw invalid('input_file_id', `No such File object: ${inputFile.slice(0, 100)}`, 'invalid_file');
  if (input.file.purpose !== 'batch') {
    throw invalid(
      'input_file_id',
      `The file '${inputFile}' has purpose '${input.file.purpose}'; upload it with purpose 'batch'.`,
    );
  }
  const batch: BatchObject = {
    id: newId('batch_', 32),
    object: 'batch',
    endpoint: body['endpoint'] as string,
    errors: null,
    input_file_id: inputFile,
    completion_window: '24h',
    status: 'validating',
    output_file_id: null,
    error_file_id: null,
    created_at: call.now(),
    in_progress_at: null,
    expires_at: call.now() + WINDOW_S,
    finalizing_at: null,
    completed_at: null,
    failed_at: null,
    expired_at: null,
    cancelling_at: null,
    cancelled_at: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
    metadata: checkMetadata(body['metadata']),
  };
  call.services.store.records.put(BATCH, call.project, batch.id, batch);
  call.services.batches.start(call.project, batch.id);
  return { json: batch };
}

/** `GET /batches`, newest first. */
export function listBatches(call: Call): Answer {
  const { after, limit } = listQuery(call.query, { limit: 20, most: 100, order: 'desc' });
  const { records } = call.services.store;
  return { json: listObject(records.list<BatchObject>(BATCH, call.project, { after, limit, order: 'desc' })) };
}

/** `GET /batches/{id}`. */
export function retrieveBatch(call: Call): Answer {
  return { json: find(call) };
}

/** `POST /batches/{id}/cancel`. */
export function cancelBatch(call: Call): Answer {
  const batch = find(call);
  if (!['validating', 'in_progress', 'finalizing'].includes(batch.status)) {
    throw new Refusal(400, `Cannot cancel a batch with status '${batch.status}'.`, { code: 'invalid_batch_status' });
  }
  const cancelling = { ...batch, status: 'cancelling' as const, cancelling_at: call.now() };
  call.services.store.records.put(BATCH, call.project, batch.id, cancelling);
  return { json: cancelling };
}

function find(call: Call): BatchObject {
  const id = call.params['id'] as string;
  const batch = call.services.store.records.get<BatchObject>(BATCH, call.project, id);
  if (!batch) throw noSuch('Batch', id, 'batch_id');
  return batch;
}

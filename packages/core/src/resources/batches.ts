import type { Batch, BatchCreateParams } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';

/** `client.batches`. */
export interface Batches {
  /** Starts a batch over an uploaded file of requests (purpose `batch`). */
  create(body: BatchCreateParams, options?: CallOptions): ApiPromise<Batch>;
  /** How far a batch is; its answers are in the file `output_file_id`, its failures in `error_file_id`. */
  retrieve(batchId: string, options?: CallOptions): ApiPromise<Batch>;
  /** All batches, the newest first. */
  list(query?: { after?: string; limit?: number }, options?: CallOptions): PagePromise<Batch>;
  /** Stops a batch: it is `cancelling` for up to ten minutes, then `cancelled`, and keeps the answers it has. */
  cancel(batchId: string, options?: CallOptions): ApiPromise<Batch>;
}

/** Batches over a caller. */
export function batches(caller: Caller): Batches {
  const one = (id: string) => `/batches/${pathSegment(id, 'batch_id')}`;
  return {
    create: (body, options) => caller.json({ endpoint: 'batches', method: 'POST', path: '/batches', body }, options),
    retrieve: (id, options) => caller.json(() => ({ endpoint: 'batches', method: 'GET', path: one(id) }), options),
    list: (query, options) =>
      list(caller, { endpoint: 'batches', method: 'GET', path: '/batches', query: { ...query } }, options),
    cancel: (id, options) =>
      caller.json(() => ({ endpoint: 'batches', method: 'POST', path: `${one(id)}/cancel` }), options),
  };
}

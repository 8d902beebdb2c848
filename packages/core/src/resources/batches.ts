import type { Batch, BatchCreateParams } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { list, type PagePromise } from './page.ts';
import { pathSegment } from './path-segment.ts';

/** `client.batches`. */
export interface Batches {
  create(body: BatchCreateParams, options?: CallOptions): ApiPromise<Batch>;
  retrieve(batchId: string, options?: CallOptions): ApiPromise<Batch>;
  list(query?: { after?: string; limit?: number }, options?: CallOptions): PagePromise<Batch>;
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

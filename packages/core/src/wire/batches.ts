import type { FileExpiresAfter } from './files.ts';
import type { CursorPageParams } from './page.ts';
import type { Metadata } from './shared.ts';

/** The endpoints a batch may call. */
export type BatchEndpoint =
  | '/v1/responses'
  | '/v1/chat/completions'
  | '/v1/embeddings'
  | '/v1/completions'
  | '/v1/moderations'
  | '/v1/images/generations'
  | '/v1/images/edits'
  | '/v1/videos';

/** How far a batch has come. */
export type BatchStatus =
  | 'validating'
  | 'failed'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

/** A request for a batch. */
export interface BatchCreateParams {
  completion_window: '24h';
  endpoint: BatchEndpoint;
  /** A JSONL file of purpose `batch`: at most 50,000 requests and 200 MB. */
  input_file_id: string;
  metadata?: Metadata | null;
  output_expires_after?: FileExpiresAfter;
}

/** Which batches to list; `limit` is 20 by default. */
export interface BatchListParams extends CursorPageParams {}

/** What is wrong with a line of the input file. */
export interface BatchError {
  code?: string;
  line?: number | null;
  message?: string;
  param?: string | null;
}

/** How many of the requests are done. */
export interface BatchRequestCounts {
  completed: number;
  failed: number;
  total: number;
}

/** What a batch cost, in tokens. */
export interface BatchUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

/** Many requests in one file; every time is Unix time in seconds. */
export interface Batch {
  /** `batch_...` */
  id: string;
  object: 'batch';
  completion_window: string;
  created_at: number;
  endpoint: string;
  input_file_id: string;
  status: BatchStatus;
  cancelled_at?: number;
  cancelling_at?: number;
  completed_at?: number;
  error_file_id?: string;
  errors?: { data?: BatchError[]; object?: string };
  expired_at?: number;
  expires_at?: number;
  failed_at?: number;
  finalizing_at?: number;
  in_progress_at?: number;
  metadata?: Metadata | null;
  model?: string;
  output_file_id?: string;
  request_counts?: BatchRequestCounts;
  usage?: BatchUsage;
}

import type { CursorPageParams } from './page.ts';

/** What an uploaded file is for. */
export type FilePurpose = 'assistants' | 'batch' | 'fine-tune' | 'vision' | 'user_data' | 'evals';

/** When a file goes by itself. */
export interface FileExpiresAfter {
  anchor: 'created_at';
  /** 3,600 to 2,592,000: one hour to thirty days. */
  seconds: number;
}

/** A file at the service. */
export interface FileObject {
  /** `file-...` */
  id: string;
  object: 'file';
  bytes: number;
  /** Unix time in seconds. */
  created_at: number;
  filename: string;
  /** Beside the purposes of uploads, those of files the service made. */
  purpose:
    | 'assistants'
    | 'assistants_output'
    | 'batch'
    | 'batch_output'
    | 'fine-tune'
    | 'fine-tune-results'
    | 'vision'
    | 'user_data';
  /** @deprecated fine-tuning jobs tell about their files themselves */
  status: 'uploaded' | 'processed' | 'error';
  /** Unix time in seconds. */
  expires_at?: number;
  /** @deprecated fine-tuning jobs tell about their files themselves */
  status_details?: string;
}

/** Which files to list; `limit` is 10,000 by default. */
export interface FileListParams extends CursorPageParams {
  /** By time of creation. @default 'desc' */
  order?: 'asc' | 'desc';
  purpose?: string;
}

/** A file is gone. */
export interface FileDeleted {
  id: string;
  object: 'file';
  deleted: boolean;
}

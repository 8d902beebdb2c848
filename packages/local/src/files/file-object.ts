/** A file as OpenAI's files endpoints show it. */
export interface FileObject {
  readonly id: string;
  readonly object: 'file';
  readonly bytes: number;
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly expires_at?: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: 'processed';
  readonly status_details: null;
}

/** A file as it is kept. */
export interface StoredFile {
  readonly file: FileObject;
  readonly blob: string;
}

/** The purposes a caller may give; results have their own. */
export const PURPOSES = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'];

/** The largest file, in bytes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

import type { FileUploadOptions } from '@colloquy/core';

/** How a handler's upload goes about it. */
export interface UploadToColloquyOptions
  extends Pick<FileUploadOptions, 'purpose' | 'validate' | 'method' | 'expires_after'> {
  /** The name of the form's field that holds the file. @default 'file' */
  field?: string;
  /** The most bytes the file may have; a larger one is 413. @default 536_870_912, what OpenAI takes */
  maxBytes?: number;
  /** The media types that the file may be said to be, such as `application/jsonl`; another is 415. @default all */
  mimeTypes?: readonly string[];
  /** The name of the client to upload with. @default 'default' */
  client?: string;
}

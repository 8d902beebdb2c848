import type { FileObject } from '../files/file-object.ts';

/** An upload in parts as OpenAI's endpoints show it. */
export interface UploadObject {
  readonly id: string;
  readonly object: 'upload';
  readonly bytes: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: 'pending' | 'completed' | 'cancelled' | 'expired';
  readonly file?: FileObject | null;
}

/** An upload as it is kept. */
export interface StoredUpload {
  readonly upload: UploadObject;
  readonly fileExpiresAt: number | null;
}

/** One part as it is kept. */
export interface StoredPart {
  readonly id: string;
  readonly bytes: number;
  readonly blob: string;
}

export const UPLOAD = 'upload';
export const UPLOAD_PART = 'upload_part';

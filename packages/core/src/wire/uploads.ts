import type { FileExpiresAfter, FileObject, FilePurpose } from './files.ts';

/** A file that comes in parts, up to 8 GB in all. */
export interface Upload {
  /** `upload_...` */
  id: string;
  object: 'upload';
  /** The size that was announced. */
  bytes: number;
  /** Unix time in seconds. */
  created_at: number;
  /** Unix time in seconds; an hour after its creation. */
  expires_at: number;
  filename: string;
  purpose: string;
  status: 'pending' | 'completed' | 'cancelled' | 'expired';
  /** The finished file. */
  file?: FileObject | null;
}

/** Announces a file that comes in parts. */
export interface UploadCreateParams {
  bytes: number;
  filename: string;
  mime_type: string;
  purpose: FilePurpose;
  expires_after?: FileExpiresAfter;
}

/** Puts the parts together. */
export interface UploadCompleteParams {
  /** In the order of the file. */
  part_ids: string[];
  /** Of the whole file, for the service to check. */
  md5?: string;
}

/** A part of a file, at most 64 MB. */
export interface UploadPart {
  /** `part_...` */
  id: string;
  object: 'upload.part';
  /** Unix time in seconds. */
  created_at: number;
  upload_id: string;
}

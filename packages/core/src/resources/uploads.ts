import type { Upload, UploadCompleteParams, UploadCreateParams, UploadPart } from '../wire/index.ts';
import { type ApiPromise, apiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';
import { multipart } from './multipart.ts';
import { pathSegment } from './path-segment.ts';
import { type Uploadable, uploadSource } from './upload-source.ts';

/** `client.uploads.parts`. */
export interface UploadParts {
  /** Adds a part of at most 64 MB. */
  create(uploadId: string, body: { data: Uploadable }, options?: CallOptions): ApiPromise<UploadPart>;
}

/** `client.uploads`: files above 512 MB, up to 8 GB, in parts. */
export interface Uploads {
  /** Opens an upload of a size that is known; it is open for an hour. */
  create(body: UploadCreateParams, options?: CallOptions): ApiPromise<Upload>;
  /** Makes a file of the parts, in the order of `part_ids`; `file` is in the answer. */
  complete(uploadId: string, body: UploadCompleteParams, options?: CallOptions): ApiPromise<Upload>;
  /** Gives an upload up; no part can be added afterwards. */
  cancel(uploadId: string, options?: CallOptions): ApiPromise<Upload>;
  readonly parts: UploadParts;
}

/** Uploads over a caller. */
export function uploads(caller: Caller): Uploads {
  const one = (id: string, tail: string) => `/uploads/${pathSegment(id, 'upload_id')}${tail}`;
  const post = (path: string, rest: object = {}) => ({ endpoint: 'uploads', method: 'POST', path, ...rest }) as const;
  return {
    create: (body, options) => caller.json(post('/uploads', { body }), options),
    complete: (id, body, options) => caller.json(() => post(one(id, '/complete'), { body }), options),
    cancel: (id, options) => caller.json(() => post(one(id, '/cancel')), options),
    parts: {
      create: (id, { data }, options) =>
        apiPromise(
          (async () => {
            const form = multipart({}, 'data', await uploadSource(data, 'part'));
            return caller.json<UploadPart>(() => post(one(id, '/parts'), form), options).withResponse();
          })(),
        ),
    },
  };
}

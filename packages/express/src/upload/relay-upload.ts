import type { Client, FileUploadOptions } from '@colloquy/core';
import {
  byteSize,
  CLIENT_LEFT,
  clientLeft,
  dropRest,
  type FilePart,
  firstFile,
  sendError,
  sendJson,
} from '@colloquy/gateway';
import type { Request, RequestHandler, Response } from 'express';

/** How uploads are passed on. */
export interface RelayUploadOptions {
  /** Who gets the files. */
  client: Client;
  /** What the files are for; the caller has no say in it. */
  purpose: FileUploadOptions['purpose'];
  /** The form's field that holds the file. @default the first file's, whatever it is */
  field?: string;
  /** The largest file: bytes, or a size such as `512mb`. @default 512 MiB, which is what OpenAI takes */
  maxBytes?: string | number;
  /** The media types taken, such as `application/jsonl`; a sender may say what it likes. @default all */
  mimeTypes?: readonly string[];
  /** Checks a fine-tuning file as it passes; a bad one is answered with 400 and its lines. @default false */
  validate?: boolean;
  /** The kind of fine-tuning that the file is checked for. @default 'supervised' */
  method?: 'supervised' | 'dpo';
}

/**
 * Passes the file of a form on to the service while it arrives, and answers with the file object.
 *
 * Memory stays the same for a file of any size, and nothing is written to disk. The upload ends at once when its sender
 * leaves, and errors are answered in OpenAI's shape.
 */
export function relayUpload(options: RelayUploadOptions): RequestHandler {
  const { client, purpose, field, mimeTypes, validate = false, method } = options;
  const maxBytes = byteSize(options.maxBytes ?? '512mb', 'maxBytes');

  const upload = async (request: Request, response: Response): Promise<void> => {
    const signal = clientLeft(response);
    let part: FilePart | undefined;
    try {
      part = await firstFile(request, { field, maxBytes, mimeTypes });
      const { filename, bytes } = part;
      const file = await client.files.upload(bytes, { purpose, filename, validate, signal, ...(method && { method }) });
      sendJson(response, 200, file);
    } catch (error) {
      if (signal.reason !== CLIENT_LEFT) sendError(response, part?.failure ?? error);
    } finally {
      dropRest(request);
    }
  };

  return (request, response) => void upload(request, response);
}

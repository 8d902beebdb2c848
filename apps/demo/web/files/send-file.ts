import { errorFromBody, readableError, ServiceError } from '../service/service-error.ts';
import type { Stack } from '../service/stacks.ts';

/** A file at the service, as the page shows it. */
export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly bytes: number;
  readonly created_at: number;
  readonly purpose: string;
}

interface SendOptions {
  readonly provider: string;
  readonly signal: AbortSignal;
  /** Bytes sent, of how many. */
  onProgress(sent: number, total: number): void;
}

/** Sends a training file through a stack; rejects with the dataset's problems where it has any. */
export function sendFile(stack: Stack, file: File, { provider, signal, onProgress }: SendOptions): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    // Only XMLHttpRequest tells how much of a request has been sent.
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => {
      const body = jsonOf(request.responseText);
      if (request.status < 300) resolve(body as StoredFile);
      else reject(errorFromBody(request.status, body));
    };
    request.onerror = () => reject(readableError(undefined));
    request.onabort = () => reject(new ServiceError('The upload was stopped; nothing was kept.'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', file);
    request.open('POST', `/${stack}/files?provider=${provider}`);
    request.send(form);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

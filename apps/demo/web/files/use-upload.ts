import { useRef, useState } from 'react';
import { useService } from '../service/service-context.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import type { Stack } from '../service/stacks.ts';
import { checkFile } from './check-file.ts';
import { type StoredFile, sendFile } from './send-file.ts';

/** How an upload stands. */
export interface Upload {
  readonly state: 'idle' | 'checking' | 'sending' | 'kept' | 'refused';
  /** 0 to 1. */
  readonly progress: number;
  readonly stored?: StoredFile;
  readonly error?: ServiceError;
}

/** One upload at a time, with its progress; `onKept` is told of the file that came through. */
export function useUpload(onKept: (file: StoredFile) => void) {
  const { provider } = useService();
  const [upload, setUpload] = useState<Upload>({ state: 'idle', progress: 0 });
  const running = useRef<AbortController>(undefined);

  const send = async (stack: Stack, file: File) => {
    const controller = new AbortController();
    running.current = controller;
    setUpload({ state: 'checking', progress: 0 });
    const onProgress = (sent: number, total: number) => setUpload({ state: 'sending', progress: sent / total });
    try {
      await checkFile(file);
      const stored = await sendFile(stack, file, { provider: provider.id, signal: controller.signal, onProgress });
      setUpload({ state: 'kept', progress: 1, stored });
      onKept(stored);
    } catch (thrown) {
      setUpload({ state: 'refused', progress: 0, error: readableError(thrown) });
    }
  };
  return { upload, send, stop: () => running.current?.abort(), reset: () => setUpload({ state: 'idle', progress: 0 }) };
}

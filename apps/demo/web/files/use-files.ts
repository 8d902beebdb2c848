import { useCallback, useEffect, useState } from 'react';
import { requestJson } from '../service/request-json.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import type { StoredFile } from './send-file.ts';

/** The files a service holds, the newest first; read anew whenever they come into sight. */
export function useFiles(provider: string, shown: boolean) {
  const [files, setFiles] = useState<readonly StoredFile[]>([]);
  const [error, setError] = useState<ServiceError>();

  const refresh = useCallback(() => {
    requestJson<{ data: StoredFile[] }>(`/api/files?provider=${provider}`).then(
      ({ data }) => {
        setFiles(data);
        setError(undefined);
      },
      (thrown: unknown) => setError(readableError(thrown)),
    );
  }, [provider]);

  useEffect(() => {
    if (shown) refresh();
  }, [shown, refresh]);

  return { files, error, refresh };
}

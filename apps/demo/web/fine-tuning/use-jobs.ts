import { useCallback, useEffect, useState } from 'react';
import { requestJson } from '../service/request-json.ts';
import type { Job } from './job.ts';

/** The jobs of a service, the newest first; read anew whenever they come into sight. */
export function useJobs(provider: string, shown: boolean) {
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const refreshJobs = useCallback(() => {
    requestJson<{ data: Job[] }>(`/api/jobs?provider=${provider}`).then(
      ({ data }) => setJobs(data),
      () => setJobs([]),
    );
  }, [provider]);
  useEffect(() => {
    if (shown) refreshJobs();
  }, [shown, refreshJobs]);
  return { jobs, refreshJobs };
}

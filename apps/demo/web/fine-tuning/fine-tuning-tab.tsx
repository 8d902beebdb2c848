import { useState } from 'react';
import { useFiles } from '../files/use-files.ts';
import { Notice } from '../layout/notice.tsx';
import { requestJson } from '../service/request-json.ts';
import { useService } from '../service/service-context.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import { STACKS } from '../service/stacks.ts';
import { CompareModels } from './compare-models.tsx';
import type { Job } from './job.ts';
import { JobForm, type JobOrder } from './job-form.tsx';
import { JobList } from './job-list.tsx';
import { JobView } from './job-view.tsx';
import { useJob } from './use-job.ts';
import { useJobs } from './use-jobs.ts';

interface FineTuningTabProps {
  readonly shown: boolean;
  readonly uploaded: string | undefined;
}

/** Training: start a job, watch its loss fall, ask the tuned model what the base model does not know. */
export function FineTuningTab({ shown, uploaded }: FineTuningTabProps) {
  const { provider, model, refreshModels } = useService();
  const { files, error: filesError, refresh } = useFiles(provider.id, shown && provider.fineTuning);
  const { jobs, refreshJobs } = useJobs(provider.id, shown && provider.fineTuning);
  const followedJob = useJob(() => {
    refresh();
    refreshModels();
  });
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<ServiceError>();
  const { followed, job, follow } = followedJob;

  const onStart = ({ stack, ...order }: JobOrder) => {
    setStarting(true);
    setError(undefined);
    requestJson<Job>(`/${stack}/fine-tuning?provider=${provider.id}`, 'POST', { model, ...order })
      .then(({ id }) => {
        follow({ id, provider: provider.id, stack });
        refreshJobs();
      })
      .catch((thrown: unknown) => setError(readableError(thrown)))
      .finally(() => setStarting(false));
  };

  if (!provider.fineTuning) {
    return (
      <p className="hint">{provider.label} has no fine-tuning. Choose another service at the top to train a model.</p>
    );
  }
  return (
    <>
      {filesError && <Notice error={filesError} action="Read the files again" onAction={refresh} />}
      <JobForm files={files} uploaded={uploaded} model={model} busy={starting} onStart={onStart} />
      {error && <Notice error={error} />}
      <JobList
        jobs={jobs}
        current={followed?.id}
        onChoose={(id) => follow({ id, provider: provider.id, stack: followed?.stack ?? STACKS[0].id })}
      />
      <JobView {...followedJob} />
      {job?.status === 'succeeded' && followed && <CompareModels key={job.id} job={job} followed={followed} />}
    </>
  );
}

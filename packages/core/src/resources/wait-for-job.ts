import { ApiError, type ErrorCode } from '../errors/index.ts';
import type { FineTuningJob } from '../wire/index.ts';
import type { FineTuningJobs } from './fine-tuning.ts';
import { type WatchOptions, watchJob } from './watch-job.ts';

/** Waits until a job is over; see `FineTuningJobs.wait`. */
export async function waitForJob(
  jobs: Pick<FineTuningJobs, 'retrieve' | 'listEvents'>,
  jobId: string,
  options: WatchOptions = {},
): Promise<FineTuningJob> {
  for await (const _ of watchJob(jobs, jobId, options));
  const job = await jobs.retrieve(jobId, options);
  if (job.status === 'succeeded') return job;
  throw jobError(job);
}

/** The error of a job that did not succeed, in its own words. */
function jobError(job: FineTuningJob): ApiError {
  const cancelled = job.status === 'cancelled';
  const said = cancelled ? 'it was cancelled' : (job.error?.message ?? 'it failed and did not say why');
  const code: ErrorCode = cancelled ? 'aborted' : job.error?.param ? 'invalid_request' : 'server';
  return new ApiError(code, `fine-tuning job ${job.id}: ${said}`, {
    apiCode: job.error?.code ?? null,
    param: job.error?.param ?? null,
    retryable: false,
    body: job,
  });
}

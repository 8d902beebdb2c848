import { metadataFilter } from '../chat/stored-chat.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { Refusal } from '../refusal/refusal.ts';
import { noSuchJob } from '../refusal/refusals.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import type { JobEvent } from './job-book.ts';
import type { CheckpointObject } from './job-checkpoints.ts';
import { JOB, JOB_CHECKPOINT, JOB_EVENT, type JobStatus, jobScope, type StoredJob, TERMINAL } from './job-record.ts';

/** `GET /fine_tuning/jobs`, newest first. */
export function listJobs(call: Call): Answer {
  const { after, limit } = listQuery(call.query, { limit: 20, most: 100, order: 'desc' });
  const wanted = metadataFilter(call.query);
  const page = call.services.store.records.list<StoredJob>(JOB, call.project, {
    after,
    limit,
    order: 'desc',
    where: ({ job }) => wanted.every(([key, value]) => job.metadata?.[key] === value),
  });
  return { json: { object: 'list', data: page.items.map(({ job }) => job), has_more: page.hasMore } };
}

/** `GET /fine_tuning/jobs/{id}`. */
export function retrieveJob(call: Call): Answer {
  return { json: find(call).job };
}

/** `GET /fine_tuning/jobs/{id}/events`, newest first. */
export function listJobEvents(call: Call): Answer {
  const { job } = find(call);
  const { after, limit } = listQuery(call.query, { limit: 20, most: 1_000, order: 'desc' });
  const scope = jobScope(call.project, job.id);
  const page = call.services.store.records.list<JobEvent>(JOB_EVENT, scope, { after, limit, order: 'desc' });
  return { json: { object: 'list', data: page.items, has_more: page.hasMore } };
}

/** `GET /fine_tuning/jobs/{id}/checkpoints`, newest first. */
export function listCheckpoints(call: Call): Answer {
  const { job } = find(call);
  const { after, limit } = listQuery(call.query, { limit: 10, most: 100, order: 'desc' });
  const scope = jobScope(call.project, job.id);
  const page = call.services.store.records.list<CheckpointObject>(JOB_CHECKPOINT, scope, {
    after,
    limit,
    order: 'desc',
  });
  return { json: listObject(page) };
}

/** `POST /fine_tuning/jobs/{id}/cancel`. */
export function cancelJob(call: Call): Answer {
  const { job } = find(call);
  if (TERMINAL.has(job.status)) throw cannot(job.id, 'cancelled', job.status);
  const book = call.services.jobs.book(call.project, job.id);
  const cancelled = book.change({ status: 'cancelled', finished_at: call.now() }, ['The job was cancelled']);
  call.services.jobs.stop(job.id);
  return { json: cancelled };
}

/** `POST /fine_tuning/jobs/{id}/pause`: only a running job. */
export function pauseJob(call: Call): Answer {
  const { job } = find(call);
  if (job.status !== 'running') throw cannot(job.id, 'paused', job.status);
  const paused = call.services.jobs.book(call.project, job.id).change({ status: 'paused' }, ['The job was paused']);
  call.services.jobs.stop(job.id);
  return { json: paused };
}

/** `POST /fine_tuning/jobs/{id}/resume`: only a paused job; it is queued again. */
export function resumeJob(call: Call): Answer {
  const { job } = find(call);
  if (job.status !== 'paused') throw cannot(job.id, 'resumed', job.status);
  const { jobs } = call.services;
  const queued = jobs.book(call.project, job.id).change({ status: 'queued' }, ['The job was resumed']);
  jobs.start(call.project, job.id);
  return { json: queued };
}

function find(call: Call): StoredJob {
  const id = call.params['id'] as string;
  const stored = call.services.store.records.get<StoredJob>(JOB, call.project, id);
  if (!stored) throw noSuchJob(id);
  return stored;
}

function cannot(id: string, action: string, status: JobStatus): Refusal {
  return new Refusal(400, `Job ${id} cannot be ${action}: it is ${status}.`, {
    code: 'invalid_job_status',
    param: 'fine_tuning_job_id',
  });
}

import { createHash } from 'node:crypto';
import type { JobObject } from './job-record.ts';

/** `ft:<base>:<organization>:<suffix>:<8 characters>`; the same for one job each time, so that a restart names it alike. */
export function modelName(job: JobObject): string {
  const mark = createHash('sha256').update(job.id).digest('base64url').replace(/[-_]/g, 'x').slice(0, 8);
  // A model that was tuned already keeps its base's name, not its own long one.
  const base = job.model.startsWith('ft:') ? (job.model.split(':')[1] as string) : job.model;
  return `ft:${base}:${job.organization_id}:${job.user_provided_suffix ?? ''}:${mark}`;
}

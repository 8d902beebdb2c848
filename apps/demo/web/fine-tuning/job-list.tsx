import type { Job } from './job.ts';

interface JobListProps {
  readonly jobs: readonly Job[];
  readonly current: string | undefined;
  onChoose(id: string): void;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Earlier jobs of the service, to go back to. */
export function JobList({ jobs, current, onChoose }: JobListProps) {
  if (jobs.every(({ id }) => id === current)) return null;
  return (
    <label className="field job-list">
      <span>Jobs</span>
      <select value={current ?? ''} onChange={(event) => onChoose(event.target.value)}>
        {!jobs.some(({ id }) => id === current) && <option value="">choose one</option>}
        {jobs.map(({ id, created_at }) => (
          <option key={id} value={id}>
            {clock.format(created_at * 1000)} · {id}
          </option>
        ))}
      </select>
    </label>
  );
}

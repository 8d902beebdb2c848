import { Notice } from '../layout/notice.tsx';
import { ScrollBox } from '../layout/scroll-box.tsx';
import { isOver, type Job, metricsOf } from './job.ts';
import { LossCurve } from './loss-curve.tsx';
import type { FollowedJob, JobAction } from './use-job.ts';

/** Which actions each state allows. */
const ALLOWED: Readonly<Record<string, readonly JobAction[]>> = {
  validating_files: ['cancel'],
  queued: ['cancel'],
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
};

const ACTIONS: readonly { readonly action: JobAction; readonly label: string }[] = [
  { action: 'pause', label: 'Pause' },
  { action: 'resume', label: 'Resume' },
  { action: 'cancel', label: 'Cancel job' },
];

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** One job as it goes: its state, its loss, its events. */
export function JobView({ followed, job, events, connected, error, act }: FollowedJob) {
  return (
    <div className="job">
      <div className="job-head">
        <p className="status" role="status">
          {job === undefined ? 'No job yet' : <strong data-status={job.status}>{job.status}</strong>}{' '}
          {job?.fine_tuned_model && <code>{job.fine_tuned_model}</code>}
          {!connected && job !== undefined && !isOver(job) && 'The connection was lost; looking for it …'}
        </p>
        <div className="actions">
          {ACTIONS.map(({ action, label }) => (
            <button
              key={action}
              type="button"
              className="quiet"
              disabled={!allows(job, action)}
              onClick={() => act(action)}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      {error && <Notice error={error} />}
      {job?.status === 'failed' && job.error?.message && <p className="notice">{job.error.message}</p>}
      <div className="two-columns wide-left">
        <LossCurve metrics={metricsOf(events)} />
        <ScrollBox className="events" label="Events of the job" follow={events.length}>
          {events.length === 0 && (
            <p className="hint">{followed ? 'Waiting for the first event …' : 'Events appear here.'}</p>
          )}
          <ol>
            {events.map(({ id, created_at, level, message }) => (
              <li key={id} data-level={level}>
                <time>{clock.format(created_at * 1000)}</time> {message}
              </li>
            ))}
          </ol>
        </ScrollBox>
      </div>
    </div>
  );
}

function allows(job: Job | undefined, action: JobAction): boolean {
  return job !== undefined && (ALLOWED[job.status]?.includes(action) ?? false);
}

import { ColloquyError } from '../errors/index.ts';
import { sleep } from '../transport/sleep.ts';
import type { FineTuningJobEvent } from '../wire/index.ts';
import type { CallOptions } from './caller.ts';
import type { FineTuningJobs } from './fine-tuning.ts';

/** How a job is followed. */
export interface WatchOptions extends CallOptions {
  /** Milliseconds between two looks while nothing happens. @default 250, growing to 5,000 */
  pollIntervalMs?: number;
}

/** States a job does not leave. Any other, known or not, means that it goes on. */
const OVER: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5000;

/** Looks that may fail in a row before the watcher gives up; with the growing waits that is about half a minute. */
const MAX_FAILURES = 10;

/**
 * Follows a job by its list of events, each once and in order, until it is over.
 *
 * The list shows the newest first, so each look reads back to the last event seen. A look that fails in a way that may
 * pass is repeated, so a broken connection loses nothing.
 */
export async function* watchJob(
  jobs: Pick<FineTuningJobs, 'retrieve' | 'listEvents'>,
  jobId: string,
  { pollIntervalMs, ...options }: WatchOptions = {},
): AsyncGenerator<FineTuningJobEvent> {
  const seen = new Set<string>();
  let wait = pollIntervalMs ?? FIRST_WAIT_MS;
  let failures = 0;
  for (;;) {
    let fresh: FineTuningJobEvent[] = [];
    let over = false;
    try {
      // The state is read before the events: what a finished job says last is then certain to be among them.
      over = OVER.has((await jobs.retrieve(jobId, options)).status);
      fresh = await eventsSince(jobs, jobId, seen, options);
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!ColloquyError.isInstance(error) || !error.retryable || failures >= MAX_FAILURES) throw error;
    }
    for (const event of fresh) {
      seen.add(event.id);
      yield event;
    }
    if (over && failures === 0) return;
    if (fresh.length > 0) wait = pollIntervalMs ?? FIRST_WAIT_MS;
    await sleep(wait, options.signal);
    wait = pollIntervalMs ?? Math.min(wait * 1.5, MAX_WAIT_MS);
  }
}

async function eventsSince(
  jobs: Pick<FineTuningJobs, 'listEvents'>,
  jobId: string,
  seen: ReadonlySet<string>,
  options: CallOptions,
): Promise<FineTuningJobEvent[]> {
  const fresh: FineTuningJobEvent[] = [];
  const known = new Set(seen);
  for await (const event of jobs.listEvents(jobId, { limit: 100 }, options)) {
    if (seen.has(event.id)) break;
    // Events that came between two pages shift the list, so one may show up twice.
    if (!known.has(event.id)) fresh.push(event);
    known.add(event.id);
  }
  return fresh.reverse();
}

import { openEvents } from '../service/open-events.ts';
import { requestJson } from '../service/request-json.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Stack } from '../service/stacks.ts';
import type { Job, JobEvent } from './job.ts';

interface Follower {
  readonly provider: string;
  readonly signal: AbortSignal;
  onEvent(event: JobEvent): void;
  /** The connection was lost and is being sought again, or has been found. */
  onConnection(connected: boolean): void;
}

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 5_000;

/**
 * Follows a job to its end, each event once, over as many connections as that takes.
 *
 * The server tells a job's events from the first on each time, so nothing that happened in between is lost.
 */
export async function followJob(stack: Stack, id: string, follower: Follower): Promise<Job> {
  const { signal } = follower;
  const seen = new Set<string>();
  let wait = FIRST_WAIT_MS;
  for (;;) {
    try {
      const path = `/${stack}/fine-tuning/${encodeURIComponent(id)}/events?provider=${follower.provider}`;
      const { events } = await openEvents(path, { signal });
      follower.onConnection(true);
      for await (const { data } of events) {
        if (data === '[DONE]')
          return await requestJson<Job>(`/api/jobs/${encodeURIComponent(id)}?provider=${follower.provider}`);
        const said = JSON.parse(data) as JobEvent;
        // Told of an error, the stream ends; what is wrong may have passed when it is opened again.
        if (said.id === undefined || seen.has(said.id)) continue;
        seen.add(said.id);
        wait = FIRST_WAIT_MS;
        follower.onEvent(said);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      // The service itself said no, and would say so again.
      if (error instanceof ServiceError && error.status >= 400 && error.status < 500) throw error;
    }
    follower.onConnection(false);
    await pause(wait, signal);
    wait = Math.min(wait * 2, MAX_WAIT_MS);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

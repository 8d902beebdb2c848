import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { requestJson } from '../service/request-json.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import { followJob } from './follow-job.ts';
import { isOver, type Job, type JobEvent } from './job.ts';
import { forgetJob, type RememberedJob, rememberedJob, rememberJob } from './remembered-job.ts';

/** What can be done to a job that is under way. */
export type JobAction = 'cancel' | 'pause' | 'resume';

/** The job in sight: its state, its events so far, and what can be done with it. */
export interface FollowedJob {
  readonly followed: RememberedJob | undefined;
  readonly job: Job | undefined;
  readonly events: readonly JobEvent[];
  readonly connected: boolean;
  readonly error: ServiceError | undefined;
  follow(job: RememberedJob): void;
  act(action: JobAction): void;
}

/** Follows one job, also across reloads of the page and lost connections. */
export function useJob(onOver: () => void): FollowedJob {
  const [remembered] = useState(rememberedJob);
  const [followed, setFollowed] = useState(remembered);
  const [job, setJob] = useState<Job>();
  const [events, setEvents] = useState<readonly JobEvent[]>([]);
  const [connected, setConnected] = useState(true);
  const [error, setError] = useState<ServiceError>();
  const whenOver = useEffectEvent(onOver);

  useEffect(() => {
    if (followed === undefined) return undefined;
    const { id, provider, stack } = followed;
    const controller = new AbortController();
    const { signal } = controller;
    const path = `/api/jobs/${encodeURIComponent(id)}?provider=${provider}`;
    // What is read late must not undo what a later reading has told.
    const show = (read: Job) => {
      if (!signal.aborted) setJob((before) => (before?.id === read.id && isOver(before) ? before : read));
    };
    const look = () => requestJson<Job>(path).then(show, () => undefined);
    const onEvent = (event: JobEvent) => {
      setEvents((before) => [...before, event]);
      // Only a message can be about a change of state.
      if (event.type !== 'metrics') void look();
    };
    setJob(undefined);
    setEvents([]);
    setError(undefined);
    void look();
    followJob(stack, id, { provider, signal, onEvent, onConnection: setConnected }).then(
      (finished) => {
        show(finished);
        whenOver();
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        forgetJob();
        const failure = readableError(thrown);
        // A server that was started anew knows no job of the one before, and there is nothing to be done about it.
        if (failure.status === 404 && followed === remembered) setFollowed(undefined);
        else setError(failure);
      },
    );
    return () => controller.abort();
  }, [followed, remembered]);

  const follow = useCallback((next: RememberedJob) => {
    rememberJob(next);
    setFollowed(next);
  }, []);

  const act = (action: JobAction) => {
    if (followed === undefined) return;
    setError(undefined);
    requestJson<Job>(
      `/api/jobs/${encodeURIComponent(followed.id)}/${action}?provider=${followed.provider}`,
      'POST',
    ).then(setJob, (thrown: unknown) => setError(readableError(thrown)));
  };
  return { followed, job, events, connected, error, follow, act };
}

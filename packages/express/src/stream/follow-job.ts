import type { Client } from '@colloquy/core';
import { CLIENT_LEFT, clientLeft, sendError } from '@colloquy/gateway';
import type { Request, RequestHandler, Response } from 'express';
import { type PipeEventsOptions, pipeEvents } from './pipe-events.ts';

/** Which job is followed. */
export interface FollowJobOptions extends Omit<PipeEventsOptions, 'signal' | 'endMark'> {
  /** Whose jobs these are. */
  client: Client;
  /** The job that a request asks for. @default the route's parameter `id` */
  jobId?: (request: Request) => string;
  /** Milliseconds between two looks while nothing happens. @default 250, growing to 5,000 */
  pollIntervalMs?: number;
}

/**
 * Follows a fine-tuning job: its events as they happen, from the first on, until it is over; a job that there is not is answered with 404.
 *
 * @example
 * app.get('/fine-tuning/:id/events', followJob({ client }));
 */
export function followJob({
  client,
  jobId = idParameter,
  pollIntervalMs,
  ...options
}: FollowJobOptions): RequestHandler {
  const { jobs } = client.fineTuning;
  const wait = pollIntervalMs === undefined ? {} : { pollIntervalMs };
  const follow = async (request: Request, response: Response): Promise<void> => {
    const signal = clientLeft(response);
    const id = jobId(request);
    try {
      // A job that there is not can be told by the status only before the stream has begun.
      await jobs.retrieve(id, { signal });
    } catch (error) {
      if (signal.reason !== CLIENT_LEFT) sendError(response, error);
      return;
    }
    await pipeEvents(jobs.watch(id, { signal, ...wait }), response, options);
  };
  return (request, response) => void follow(request, response);
}

function idParameter({ params }: Request): string {
  return String(params['id']);
}

import type { Client } from '@colloquy/core';
import { fieldsOf } from './chat-request.ts';

/** What creating a job takes. */
export type JobRequest = Parameters<Client['fineTuning']['jobs']['create']>[0];

/** Reads the body of `POST fine-tuning`; `model` may be left out, and the service judges the rest. */
export function readJobRequest(body: unknown, defaultModel: string): JobRequest {
  const { provider: _, model = defaultModel, ...rest } = fieldsOf(body);
  return { ...rest, model } as JobRequest;
}

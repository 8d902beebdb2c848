import type { ModerationCreateParams, ModerationCreateResponse } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';

/** `client.moderations`. */
export interface Moderations {
  /** Tells what in texts or images a policy might object to, with a score from 0 to 1 for each category. */
  create(body: ModerationCreateParams, options?: CallOptions): ApiPromise<ModerationCreateResponse>;
}

/** Moderations over a caller. */
export function moderations(caller: Caller): Moderations {
  const spec = { endpoint: 'moderations', method: 'POST', path: '/moderations' } as const;
  return { create: (body, options) => caller.json({ ...spec, body }, options) };
}

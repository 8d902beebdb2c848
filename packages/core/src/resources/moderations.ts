import type { ModerationCreateParams, ModerationCreateResponse } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';

/** `client.moderations`. */
export interface Moderations {
  create(body: ModerationCreateParams, options?: CallOptions): ApiPromise<ModerationCreateResponse>;
}

/** Moderations over a caller. */
export function moderations(caller: Caller): Moderations {
  const spec = { endpoint: 'moderations', method: 'POST', path: '/moderations' } as const;
  return { create: (body, options) => caller.json({ ...spec, body }, options) };
}

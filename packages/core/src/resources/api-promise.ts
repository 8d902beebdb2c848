import type { ReplyFacts } from './caller.ts';

/** A call's result with what the reply's headers said. */
export interface WithResponse<T> extends ReplyFacts {
  readonly data: T;
}

/** A promise of a call's result; `withResponse()` gives the status, headers, request id and rate limits with it. */
export interface ApiPromise<T> extends Promise<T> {
  /** The result with what the headers said; rejects where the call does. */
  withResponse(): Promise<WithResponse<T>>;
}

/** Makes the promise of a call; the call is already under way. */
export function apiPromise<T>(call: Promise<WithResponse<T>>): ApiPromise<T> {
  const data = call.then((result) => result.data);
  return Object.assign(data, {
    withResponse: () => {
      // Whoever asks for the response handles its failure there; the bare promise must not report it again.
      data.catch(() => undefined);
      return call;
    },
  });
}

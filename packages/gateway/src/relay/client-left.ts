import type { ServerResponse } from 'node:http';

/** Why an exchange is ended whose caller has gone. */
export const CLIENT_LEFT = new Error('the caller closed the connection');

/**
 * A signal that is aborted when the caller goes before the answer is complete, or when `also` is.
 *
 * It listens to the response: a request is closed as soon as its body was read, whether or not its sender is still there.
 */
export function clientLeft(response: ServerResponse, also?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const onAlso = () => controller.abort(also?.reason);
  if (also?.aborted) onAlso();
  else also?.addEventListener('abort', onAlso, { once: true });
  const onClose = () => {
    also?.removeEventListener('abort', onAlso);
    if (!response.writableFinished) controller.abort(CLIENT_LEFT);
  };
  if (response.destroyed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}

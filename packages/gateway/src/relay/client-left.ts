import type { ServerResponse } from 'node:http';

/** Why an exchange is ended whose caller has gone. */
export const CLIENT_LEFT = new Error('the caller closed the connection');

/**
 * A signal that is aborted when the caller goes before the answer is complete, or when `also` is; where `also` is a
 * controller, its own.
 *
 * It listens to the response: a request is closed as soon as its body was read, whether or not its sender is still there.
 */
export function clientLeft(response: ServerResponse, also?: AbortSignal | AbortController): AbortSignal {
  if (also instanceof AbortController) return abortedOnLeaving(response, also);
  const controller = new AbortController();
  const onAlso = () => controller.abort(also?.reason);
  if (also?.aborted) onAlso();
  else also?.addEventListener('abort', onAlso, { once: true });
  return abortedOnLeaving(response, controller, () => also?.removeEventListener('abort', onAlso));
}

function abortedOnLeaving(response: ServerResponse, controller: AbortController, onEnd?: () => void): AbortSignal {
  const onClose = () => {
    onEnd?.();
    if (!response.writableFinished) controller.abort(CLIENT_LEFT);
  };
  if (response.destroyed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}

import type { ServerResponse } from 'node:http';

/** How long a caller may leave what was sent unread, in milliseconds; then its connection is cut. */
const WRITE_TIMEOUT_MS = 30_000;

/** Resolves when the caller reads again or has gone: after a close there is no `drain`. One that does not read is cut off. */
export function drained(response: ServerResponse, timeoutMs = WRITE_TIMEOUT_MS): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      resolve();
    };
    const timer = setTimeout(() => response.destroy(), timeoutMs);
    timer.unref();
    response.on('drain', done).on('close', done);
  });
}

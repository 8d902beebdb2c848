import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal/refusal.ts';

/** A body that stays below this many bytes in a window is cut off: it only holds a connection. */
const LEAST_BYTES = 1_024;
const SLOW_WINDOW_MS = 30_000;

/** A request's bytes; leaving the loop keeps the connection, so that an answer can still be sent. */
export async function* requestBody(incoming: IncomingMessage, windowMs = SLOW_WINDOW_MS): AsyncGenerator<Uint8Array> {
  let window = 0;
  // Only the sender's slowness counts, not that of whoever reads.
  let waiting = true;
  const slow = setInterval(() => {
    if (waiting && window < LEAST_BYTES) incoming.destroy(new Refusal(408, 'The request body comes in too slowly.'));
    window = 0;
  }, windowMs);
  slow.unref();
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      window += (chunk as Uint8Array).length;
      waiting = false;
      yield chunk as Uint8Array;
      waiting = true;
    }
    if (!incoming.complete) throw new Refusal(400, 'The request body ended early.');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'The request body ended early.');
  } finally {
    clearInterval(slow);
  }
}

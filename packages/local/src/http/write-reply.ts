import type { ServerResponse } from 'node:http';
import { EventStream, type WireReply } from '@colloquy/core';

/** A client that reads nothing for so long is gone, in milliseconds. */
const WRITE_TIMEOUT_MS = 30_000;

/** Writes a reply to a socket at the speed its reader takes it; each event in one write. */
export async function writeReply(
  reply: WireReply,
  response: ServerResponse,
  withBody: boolean,
  timeoutMs = WRITE_TIMEOUT_MS,
): Promise<void> {
  const headers: Record<string, string | number> = { ...reply.headers };
  const { body } = reply;
  if (body instanceof Uint8Array) headers['content-length'] = body.length;
  response.writeHead(reply.status, headers);
  if (!withBody || body instanceof Uint8Array) {
    response.end(withBody ? (body as Uint8Array) : undefined);
    return;
  }
  response.flushHeaders();
  const pieces = EventStream.isInstance(body) ? eventTexts(body) : body;
  try {
    for await (const piece of pieces) {
      if (response.destroyed) return;
      if (!response.write(piece) && !(await drained(response, timeoutMs))) return;
    }
    response.end();
  } catch {
    // The status is sent already; all that can be said now is that this is not the end.
    response.destroy();
  }
}

async function* eventTexts(stream: EventStream): AsyncGenerator<string> {
  for await (const { events } of stream) for (const event of events) yield event.toString();
}

/** Waits until the socket takes more; false where its reader left or stopped reading. */
function drained(response: ServerResponse, timeoutMs: number): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const more = () => resolve(true);
  const gone = () => resolve(false);
  const tired = setTimeout(() => {
    response.destroy();
    resolve(false);
  }, timeoutMs);
  response.once('drain', more);
  response.once('close', gone);
  return promise.finally(() => {
    clearTimeout(tired);
    response.off('drain', more);
    response.off('close', gone);
  });
}

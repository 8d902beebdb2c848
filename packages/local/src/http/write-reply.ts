import type { ServerResponse } from 'node:http';
import { EventStream, type WireReply } from '@colloquy/core';

/** A client that reads nothing for so long is gone, in milliseconds. */
const WRITE_TIMEOUT_MS = 30_000;
/** A body that leaves together with its headers, in bytes. */
const ONE_WRITE_BYTES = 16 * 1024;

/** Writes a reply to a socket at the speed its reader takes it; each event in one write. */
export async function writeReply(
  reply: WireReply,
  response: ServerResponse,
  withBody: boolean,
  timeoutMs = WRITE_TIMEOUT_MS,
): Promise<void> {
  const { status, headers, body } = reply;
  if (body instanceof Uint8Array) {
    response.writeHead(status, { ...headers, 'content-length': body.length });
    if (!withBody) response.end();
    // Text is sent in one write with the headers, bytes are not; Latin-1 is byte for byte.
    else if (body.length <= ONE_WRITE_BYTES)
      response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
    else response.end(body);
    return;
  }
  response.writeHead(status, headers);
  if (!withBody) {
    response.end();
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

import type { IncomingMessage } from 'node:http';
import type { ReleasableBytes } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';
import { ReadMemory } from './read-memory.ts';

/** What is still taken in of a body that was refused, so that its sender gets to read the answer. */
const MAX_LEFTOVER_BYTES = 64 * 1024 * 1024;
const MAX_LEFTOVER_MS = 5000;

/**
 * A request's body, a read at a time, in constant memory; refuses with 413 beyond `limit` bytes.
 *
 * Leaving the loop keeps the socket open for the answer. A sender that leaves rejects with 400.
 */
export function bodyStream(request: IncomingMessage, limit: number): ReleasableBytes {
  const { note, release } = new ReadMemory(request, 0);
  return {
    release,
    [Symbol.asyncIterator]: () => {
      const inner: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false });
      let size = 0;
      return {
        next: async () => {
          const result = await inner.next().catch((cause: unknown) => {
            throw refusal(400, 'The request body broke off before its end.', { cause });
          });
          if (result.done) return result;
          note(result.value);
          size += result.value.byteLength;
          if (size <= limit) return result;
          await inner.return?.();
          throw refusal(413, `The request body is larger than ${limit} bytes.`, { apiCode: 'request_too_large' });
        },
        return: async () => {
          await inner.return?.();
          return { value: undefined, done: true };
        },
      };
    },
  };
}

/**
 * Takes in what is left of a body that nobody wants, at most 64 MiB or 5 seconds of it, and closes the connection then.
 *
 * A sender that is cut off while it still sends sees a broken connection instead of the answer.
 */
export function dropRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  // Whoever it was piped to takes no more of it, and would hold it up.
  request.unpipe();
  let left = MAX_LEFTOVER_BYTES;
  const timer = setTimeout(() => request.destroy(), MAX_LEFTOVER_MS);
  timer.unref();
  request
    .on('data', (bytes: Uint8Array) => {
      left -= bytes.byteLength;
      if (left < 0) request.destroy();
    })
    .on('error', () => undefined)
    .once('close', () => clearTimeout(timer));
  request.resume();
}

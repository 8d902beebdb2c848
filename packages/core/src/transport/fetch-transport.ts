import { isByteStream } from '../wire/is-byte-stream.ts';
import type { Transport } from '../wire/transport.ts';
import { httpTransport } from './http-transport.ts';

/** HTTP through a `fetch`: the global one, or any function of its shape. */
export function fetchTransport(baseURL: string, fetchFunction: typeof fetch = fetch): Transport {
  return httpTransport(baseURL, async ({ origin, path, method, headers, body, deadline }) => {
    const sent = fetchFunction(origin + path, {
      method,
      headers,
      body: toBodyInit(body),
      signal: deadline.abortSignal,
      // Redirects are decided above; following them here would also make `fetch` keep a streamed body in memory.
      redirect: 'manual',
      ...(isByteStream(body) ? { duplex: 'half' } : {}),
    } as RequestInit);
    // A function of one's own may not listen to its signal.
    const reply = await deadline.race(sent);
    return {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      body: reply.body === null ? empty() : bytesOf(reply.body),
    };
  });
}

function toBodyInit(body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined): RequestInit['body'] {
  if (!isByteStream(body)) return body as RequestInit['body'];
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await iterator.return?.();
    },
  }) as RequestInit['body'];
}

/**
 * The bytes of a web stream; leaving them cancels it at once.
 *
 * The stream's own iterator would wait for the read that is under way, which in a silence never ends.
 */
function bytesOf(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = stream.getReader();
      return {
        next: () => reader.read() as Promise<IteratorResult<Uint8Array>>,
        return: async () => {
          // A stream that has failed cannot be cancelled, and need not be.
          await reader.cancel().catch(() => undefined);
          return { value: undefined, done: true };
        },
      };
    },
  };
}

async function* empty(): AsyncGenerator<Uint8Array> {}

import type { ReleasableBytes } from '../wire/releasable-bytes.ts';

/** The bytes taken after a piece that tell that it has left: many times what a socket holds back before it says so. */
const GONE_AFTER_BYTES = 1024 * 1024;

/**
 * The same bytes, each piece given back to its source once it has left.
 *
 * It is for a sender that asks for more only when its socket can take more. Where nothing is given back, V8 lets about
 * 64 MB of sent bytes pile up before it collects them.
 */
export function releasing(body: ReleasableBytes): AsyncIterable<Uint8Array> {
  if (body.release === undefined) return body;
  return {
    [Symbol.asyncIterator]: () => {
      const pieces = body[Symbol.asyncIterator]();
      const taken: Uint8Array[] = [];
      let size = 0;
      const take = (result: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> => {
        if (result.done) return result;
        taken.push(result.value);
        size += result.value.byteLength;
        return result;
      };
      return {
        next: () => {
          for (
            let first = taken[0];
            first !== undefined && size - first.byteLength >= GONE_AFTER_BYTES;
            first = taken[0]
          ) {
            size -= first.byteLength;
            taken.shift();
            body.release?.(first);
          }
          return pieces.next().then(take);
        },
        return: async () => (await pieces.return?.()) ?? { value: undefined, done: true },
      };
    },
  };
}

import { IterableReadableStream } from '@langchain/core/utils/stream';

/**
 * A generator as the stream that `stream()` resolves to, once its first chunk is there; what goes wrong before rejects.
 *
 * LangChain's own wrapper enters the run's context anew for every chunk, at the price of several reads of the
 * environment, for the sake of runnables called from inside; a model calls none.
 */
export async function openStream<T>(chunks: AsyncGenerator<T>): Promise<IterableReadableStream<T>> {
  let first: IteratorResult<T> | undefined = await chunks.next();
  const all: AsyncGenerator<T> = {
    next: () => {
      if (first === undefined) return chunks.next();
      const result = first;
      first = undefined;
      return Promise.resolve(result);
    },
    return: (value) => chunks.return(value),
    throw: (error) => chunks.throw(error),
    [Symbol.asyncIterator]: () => all,
    [Symbol.asyncDispose]: async () => {
      await chunks.return(undefined);
    },
  };
  return IterableReadableStream.fromAsyncGenerator(all);
}

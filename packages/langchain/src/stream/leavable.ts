/**
 * A generator that can be left while it waits.
 *
 * JavaScript's own generators take `return()` only between two values, so that leaving a silent stream would keep its
 * connection open until the service speaks again. Here leaving aborts what the generator waits for.
 */
export function leavable<T>(
  open: (signal: AbortSignal) => AsyncGenerator<T>,
  outer: AbortSignal | undefined,
): AsyncGenerator<T> {
  const controller = new AbortController();
  const inner = open(outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]));
  const generator: AsyncGenerator<T> = {
    next: () => inner.next(),
    return: async () => {
      controller.abort(new Error('the stream was left'));
      try {
        await inner.return(undefined);
      } catch {
        // Whoever has left does not care how it ends.
      }
      return { value: undefined, done: true };
    },
    throw: (error) => {
      controller.abort(error);
      return inner.throw(error);
    },
    [Symbol.asyncIterator]: () => generator,
    [Symbol.asyncDispose]: async () => {
      await generator.return(undefined);
    },
  };
  return generator;
}

/** Another way of stepping through some items; leaving it leaves the items. */
export function stepping<T>(items: AsyncIterator<unknown>, next: () => Promise<IteratorResult<T>>): AsyncIterable<T> {
  const leave = async (): Promise<IteratorResult<T>> => {
    await items.return?.();
    return { value: undefined, done: true };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}

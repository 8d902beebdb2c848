import { ColloquyError } from '@colloquy/core';

/** Stands for every Colloquy error in `@Catch`, also for those of another installed copy of the package. */
export const AnyColloquyError = Object.defineProperty(function AnyColloquyError() {}, Symbol.hasInstance, {
  value: (thrown: unknown) => ColloquyError.isInstance(thrown),
}) as unknown as abstract new () => ColloquyError;

import { AsyncLocalStorage } from 'node:async_hooks';

/** What the calls of a handler have to do with the request it handles. */
export interface RequestScope {
  /** Ends the calls. */
  readonly signal?: AbortSignal;
  /** Is told of the usage that the service reported for a call. */
  readonly onUsage?: (usage: unknown) => void;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs a handler so that the calls it makes belong to its request, without being told of it. */
export function inScope<T>(scope: RequestScope, run: () => T): T {
  return storage.run({ ...storage.getStore(), ...scope }, run);
}

/** The scope of the request being handled here, where there is one. */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}

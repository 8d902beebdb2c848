import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { givenRequestId, type InFlight } from '@colloquy/gateway';

/** What the calls of a handler have to do with the request it handles. */
export interface RequestScope {
  /** Ends the calls. */
  readonly signal?: AbortSignal;
  /** The request itself; a logger such as nestjs-pino puts its `id` on it, be it later. */
  readonly request?: { readonly id?: unknown };
  /** Its answer, as Node sees it. */
  readonly response?: ServerResponse;
  /** The answers that closing the application waits for. */
  readonly answers?: InFlight;
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

/** The id that a logger gave the request being handled here, where a header can carry it. */
export function currentRequestId(): string | undefined {
  const id = storage.getStore()?.request?.id;
  return givenRequestId(typeof id === 'number' ? String(id) : (id as string | undefined));
}

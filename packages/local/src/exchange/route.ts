import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

/** Answers one request, or throws a `Refusal`. */
export type Handler = (call: Call) => Promise<Answer> | Answer;

/** One endpoint: `{name}` in its path takes one segment. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly handle: Handler;
}

/** A short spelling for route tables. */
export function route(method: Route['method'], path: string, handle: Handler): Route {
  return { method, path, handle };
}

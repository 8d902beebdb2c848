import type { DatasetProblemCode } from './dataset-report.ts';

/** What is wrong with an example, before it is known on which line it stands. */
export interface Problem {
  readonly code: DatasetProblemCode;
  readonly message: string;
}

/** A problem with its fix. */
export function problem(code: DatasetProblemCode, message: string): Problem {
  return { code, message };
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

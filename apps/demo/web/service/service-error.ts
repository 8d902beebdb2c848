/** One problem of a dataset; `line` counts from 1 and is null for the file as a whole. */
export interface DatasetProblem {
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}

interface ErrorWords {
  readonly message?: string;
  readonly code?: string | null;
  readonly errors?: readonly DatasetProblem[];
  readonly error_count?: number;
}

/** What a server said instead of an answer, in words for the page. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly problems: readonly DatasetProblem[];
  /** How many problems there are, also those that are not listed. */
  readonly problemCount: number;

  constructor(message: string, status = 0, words: ErrorWords = {}) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = words.code ?? undefined;
    this.problems = words.errors ?? [];
    this.problemCount = words.error_count ?? this.problems.length;
  }
}

/** Reads an error body of OpenAI's shape; whatever else it is, the status is told. */
export function errorFromBody(status: number, body: unknown): ServiceError {
  const outer = (typeof body === 'object' && body !== null ? body : {}) as { error?: ErrorWords } & ErrorWords;
  const words = outer.error ?? outer;
  return new ServiceError(words.message ?? `The server answered with status ${status}.`, status, words);
}

/** Any thrown value as an error whose message can be shown. */
export function readableError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  return new ServiceError('The server cannot be reached. Check that it is still running, then try again.');
}

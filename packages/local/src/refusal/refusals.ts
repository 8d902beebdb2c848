import { Refusal } from './refusal.ts';

/** The body is not JSON; `cause` is the parser's error. */
export function badJson(cause: unknown): Refusal {
  return new Refusal(
    400,
    'We could not parse the JSON body of your request. (HINT: send valid JSON with `Content-Type: application/json`.)',
    { cause },
  );
}

/** A value that does not fit; `code` defaults to `invalid_value`. */
export function invalid(param: string, message: string, code: string | null = 'invalid_value'): Refusal {
  return new Refusal(400, message, { code, param });
}

/** A parameter that has to be there and is not. */
export function missing(param: string): Refusal {
  return new Refusal(400, `Missing required parameter: '${param}'.`, { code: 'missing_required_parameter', param });
}

/** A model nobody knows, or another project's. */
export function noSuchModel(id: string): Refusal {
  return new Refusal(404, `The model \`${id}\` does not exist or you do not have access to it.`, {
    code: 'model_not_found',
    param: 'model',
  });
}

/** A file nobody knows, or another project's. */
export function noSuchFile(id: string, param = 'id'): Refusal {
  return new Refusal(404, `No such File object: ${id}`, { param });
}

/** A record of another kind that nobody knows, or another project's. */
export function noSuch(kind: string, id: string, param: string | null = null): Refusal {
  return new Refusal(404, `${kind} with id '${id}' not found.`, { param });
}

/** A fine-tuning job nobody knows, or another project's. */
export function noSuchJob(id: string): Refusal {
  return new Refusal(404, `Could not find fine tune: ${id}`, {
    code: 'fine_tune_not_found',
    param: 'fine_tuning_job_id',
  });
}

/** A body, file or part beyond its limit. */
export function tooLarge(limit: number, param: string | null = null): Refusal {
  return new Refusal(413, `Maximum content size limit (${limit}) exceeded`, { code: 'request_too_large', param });
}

/** A path that no endpoint has. */
export function noSuchPath(method: string, path: string): Refusal {
  return new Refusal(404, `Invalid URL (${method} ${path})`);
}

/** A path that exists, asked with another method. */
export function methodNotAllowed(method: string, path: string, allow: string): Refusal {
  return new Refusal(
    405,
    `Not allowed to ${method} on ${path} (HINT: Perhaps you meant to use a different HTTP method?)`,
    { code: 'method_not_supported', headers: { allow } },
  );
}

/** The server's own failure; its cause stays in the log. */
export function serverError(): Refusal {
  return new Refusal(500, 'The server had an error while processing your request. Sorry about that!', {
    type: 'server_error',
  });
}

/** The store cannot be written or read now, and may be in a moment. */
export function storeBusy(message: string): Refusal {
  return new Refusal(503, message, {
    type: 'service_unavailable_error',
    code: 'store_unavailable',
    headers: { 'retry-after': '1' },
  });
}

/** The disk is full: nothing of the request was kept. */
export function diskFull(): Refusal {
  return new Refusal(507, 'The disk of the data directory is full; nothing of this request was kept.', {
    type: 'server_error',
    code: 'insufficient_storage',
  });
}

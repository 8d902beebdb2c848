import type { ApiError } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';
import type { ResourceKind } from './ownership-records.ts';

interface Wording {
  readonly message: (id: string) => string;
  readonly param: string | null;
  readonly apiCode?: string;
}

const WORDINGS: Readonly<Record<ResourceKind, Wording>> = {
  file: { message: (id) => `No such File object: ${id}`, param: 'id' },
  job: { message: (id) => `Could not find fine tune: ${id}`, param: 'fine_tune_id', apiCode: 'fine_tune_not_found' },
  model: {
    message: (id) => `The model \`${id}\` does not exist or you do not have access to it.`,
    param: 'model',
    apiCode: 'model_not_found',
  },
  response: { message: (id) => `Response with id '${id}' not found.`, param: 'id' },
  completion: { message: (id) => `Chat completion ${id} not found`, param: 'id' },
  upload: { message: (id) => `No such Upload object: ${id}`, param: 'id' },
  batch: { message: (id) => `No batch found with id '${id}'.`, param: 'id' },
  conversation: { message: (id) => `Conversation with id '${id}' not found.`, param: 'id' },
};

/** The answer for a thing that is unknown, or somebody else's: nobody can tell which. */
export function notFound(kind: ResourceKind, id: string, param?: string): ApiError {
  const { message, param: usual, apiCode } = WORDINGS[kind];
  const field = param ?? usual;
  return refusal(404, message(id), {
    ...(field === null ? {} : { param: field }),
    ...(apiCode === undefined ? {} : { apiCode }),
  });
}

/** The answer for a `previous_response_id` that is unknown, or somebody else's. */
export function previousResponseNotFound(id: string): ApiError {
  return refusal(400, `Previous response with id '${id}' not found.`, {
    param: 'previous_response_id',
    apiCode: 'previous_response_not_found',
  });
}

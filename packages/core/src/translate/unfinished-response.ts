import { classifyWords } from '../dialect/classify.ts';
import { ApiError } from '../errors/index.ts';
import { isObject, type JsonObject, textOr } from './json-object.ts';
import type { TranslationOptions } from './translation-options.ts';

/** The statuses of a response that hold an answer. */
const ANSWERED: ReadonlySet<unknown> = new Set(['completed', 'incomplete', undefined]);

/**
 * Throws where a response is no answer: failed, cancelled, or not finished although nobody asked for the background.
 *
 * An empty choice would hide it.
 */
export function refuseUnfinished(response: JsonObject, { provider, requestId }: TranslationOptions): void {
  if (ANSWERED.has(response.status)) return;
  const error = isObject(response.error) ? response.error : {};
  const apiCode = textOr(error.code, String(response.status));
  const message = textOr(error.message, `the service answered with a response that is ${response.status}`);
  throw new ApiError(classifyWords({ message, type: null, param: null, code: apiCode }), message, {
    apiCode,
    type: textOr(error.type, null),
    body: response,
    ...(provider === undefined ? {} : { provider }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

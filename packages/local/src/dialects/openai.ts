import { readJson } from '../body/read-json.ts';
import { openaiFraming } from '../chat/openai-framing.ts';
import { Refusal } from '../refusal/refusal.ts';
import { noSuchPath } from '../refusal/refusals.ts';
import { openaiResponsesFraming } from '../responses/openai-responses-framing.ts';
import { bearer, masked } from './bearer.ts';
import type { Dialect } from './dialect.ts';
import { OPENAI_ROUTES } from './openai-routes.ts';

/** OpenAI itself: every endpoint, its errors and its framing. */
export const openaiDialect: Dialect = {
  name: 'openai',
  mounts: ['/v1', '/openai/v1'],
  routes: OPENAI_ROUTES,
  streamDefault: false,
  unknownParameters: 'refuse',
  modelName: (requested) => requested,
  chat: openaiFraming,
  responses: openaiResponsesFraming,
  readJson,
  credential: bearer,
  unauthorized: (credential) =>
    credential === undefined
      ? new Refusal(
          401,
          "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
        )
      : new Refusal(401, `Incorrect API key provided: ${masked(credential)}.`, { code: 'invalid_api_key' }),
  refuse: openaiError,
  unknownPath: (method, path) => {
    throw noSuchPath(method, path);
  },
};

/** OpenAI's error body. */
export function openaiError({ status, message, type, param, code }: Refusal): { status: number; json: unknown } {
  return { status, json: { error: { message, type, param, code } } };
}

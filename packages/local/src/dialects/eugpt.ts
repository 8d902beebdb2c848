import { route } from '../exchange/route.ts';
import { Refusal } from '../refusal/refusal.ts';
import { createEugptResponse } from '../responses/create-eugpt-response.ts';
import { eugptResponsesFraming } from '../responses/eugpt-framing.ts';
import { bearer } from './bearer.ts';
import type { Dialect } from './dialect.ts';
import { openaiDialect } from './openai.ts';

/** EU GPT: one endpoint, `POST /responses`, that streams unless told otherwise; errors as `{detail, error}`. */
export const eugptDialect: Dialect = {
  ...openaiDialect,
  name: 'eugpt',
  mounts: ['/eugpt/v1'],
  routes: [route('POST', '/responses', createEugptResponse)],
  streamDefault: true,
  unknownParameters: 'ignore',
  modelName: () => 'gpt-oss-120b',
  responses: eugptResponsesFraming,
  credential: bearer,
  unauthorized: () => new Refusal(401, 'Invalid or missing API key', { code: 'invalid_api_key' }),
  refuse: ({ status, message, type, code }) => ({
    // Its errors page counts an unknown model among the bad requests.
    status: code === 'model_not_found' ? 400 : status,
    json: { detail: message, error: { type, code: code ?? CODES[status] ?? 'invalid_request', message } },
  }),
  unknownPath: () => {
    throw new Refusal(404, 'Not Found', { code: 'not_found' });
  },
};

/** The codes of refusals that have none of their own. */
const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limit_exceeded',
  500: 'internal_error',
};

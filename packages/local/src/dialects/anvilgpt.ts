import { readFastApiJson } from '../body/read-fastapi-json.ts';
import { createOpenWebUiChat } from '../chat/create-open-webui-chat.ts';
import { openWebUiFraming } from '../chat/open-webui-framing.ts';
import { createEmbedding } from '../embeddings/create-embedding.ts';
import { route } from '../exchange/route.ts';
import { OPEN_WEBUI_FILES } from '../files/open-webui-files.ts';
import { listOpenWebUiModels } from '../models/open-webui-models.ts';
import { Refusal } from '../refusal/refusal.ts';
import { bearer } from './bearer.ts';
import type { Dialect } from './dialect.ts';
import { openaiDialect } from './openai.ts';

/** What Open WebUI answers to a GET it does not know: its own page, with status 200. */
const APP_SHELL =
  '<!doctype html><html lang="en"><head><title>AnvilGPT</title></head><body><div id="app"></div></body></html>\n';

/** AnvilGPT, an Open WebUI of mid-2025 before Ollama: `{detail}` errors, its own files, a page for every unknown GET. */
export const anvilgptDialect: Dialect = {
  ...openaiDialect,
  name: 'anvilgpt',
  mounts: ['/anvilgpt/api'],
  routes: ['', '/v1']
    .flatMap((prefix) => [
      route('GET', `${prefix}/models`, listOpenWebUiModels),
      route('POST', `${prefix}/chat/completions`, createOpenWebUiChat),
      route('POST', `${prefix}/embeddings`, createEmbedding),
    ])
    .concat(OPEN_WEBUI_FILES),
  unknownParameters: 'ignore',
  chat: openWebUiFraming,
  readJson: readFastApiJson,
  credential: (headers) => bearer(headers) ?? headers['x-api-key'] ?? cookieToken(headers['cookie']),
  unauthorized: (credential) =>
    new Refusal(
      401,
      credential === undefined
        ? 'Not authenticated'
        : 'Your session has expired or the token is invalid. Please sign in again.',
    ),
  refuse: ({ status, message, code, flaws }) => {
    if (flaws) return { status, json: { detail: flaws } };
    // An unknown model is a bad request here, not a missing page.
    if (code === 'model_not_found') return { status: 400, json: { detail: 'Model not found' } };
    return { status, json: { detail: status === 404 ? NOT_FOUND : message } };
  },
  unknownPath: (method) => {
    if (method === 'GET') return { bytes: Buffer.from(APP_SHELL), contentType: 'text/html; charset=utf-8' };
    throw new Refusal(405, 'Method Not Allowed');
  },
};

const NOT_FOUND = "We could not find what you're looking for :/";

function cookieToken(cookie = ''): string | undefined {
  return /(?:^|;\s*)token=([^;\s]+)/.exec(cookie)?.[1];
}

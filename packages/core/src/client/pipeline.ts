import { needsNormalising } from '../dialect/needs-normalising.ts';
import type { Provider } from '../dialect/provider.ts';
import { readReply } from '../transport/read-reply.ts';
import { retry } from '../transport/retry.ts';
import { RetryBudget } from '../transport/retry-budget.ts';
import type { Transport, TransportLayer } from '../wire/index.ts';
import { type ClientSettings, checkHeader } from './client-options.ts';

/**
 * The functions between a call and the network, the outermost first: translation, retries, the dialect, reading of
 * replies, and the key.
 */
export function pipeline(base: Transport, settings: ClientSettings): Transport {
  const { provider, secrets } = settings;
  const layers: (TransportLayer | undefined)[] = [
    translation(settings),
    retry({ provider, secrets, budget: new RetryBudget() }),
    needsNormalising(provider) ? dialect(provider) : undefined,
    readReply(provider, secrets),
    authorise(settings),
  ];
  return layers.reduceRight<Transport>((next, layer) => layer?.(next) ?? next, base);
}

/** Translation, loaded by the first call that needs it: most providers have both APIs, and most code uses one. */
function translation({ provider, translation: mode }: ClientSettings): TransportLayer | undefined {
  if (provider.endpoints.includes('chat') === provider.endpoints.includes('responses')) return undefined;
  return (next) => {
    let translated: Promise<Transport> | undefined;
    return async (request) => {
      if (request.method !== 'POST' || !TRANSLATED.has(request.path)) return next(request);
      translated ??= import('../translate/translate.ts').then(
        ({ translate }) => translate(provider, { mode })?.(next) ?? next,
      );
      return (await translated)(request);
    };
  };
}

/** The dialect, loaded by the first call to a service that has one. */
function dialect(provider: Provider): TransportLayer {
  return (next) => {
    let spoken: Transport | undefined;
    return async (request) => {
      spoken ??= (await import('../dialect/normalise.ts')).normalise(provider)?.(next) ?? next;
      return spoken(request);
    };
  };
}

const TRANSLATED = new Set(['/chat/completions', '/responses', '/responses/compact']);

/** A header's value where a call leaves it out; a header without a value says nothing, and is not sent. */
export const LEFT_OUT = '';

/** Adds the key and the client's headers; asked for at each attempt, since a key function may have a newer one. */
function authorise(settings: ClientSettings): TransportLayer {
  return (next) => async (request) => {
    const pending = settings.apiKey();
    const key = typeof pending === 'object' ? await pending : pending;
    const headers: Record<string, string> = { ...settings.headers, ...request.headers };
    if (key !== undefined) settings.secrets.add(key);
    if (key !== undefined && headers['authorization'] === undefined) {
      headers['authorization'] = checkHeader('authorization', `Bearer ${key}`, 'apiKey');
    }
    for (const name in headers) if (headers[name] === LEFT_OUT) delete headers[name];
    return next({ ...request, headers });
  };
}

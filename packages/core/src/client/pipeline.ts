import { normalise } from '../dialect/normalise.ts';
import { translate } from '../translate/index.ts';
import { readReply } from '../transport/read-reply.ts';
import { type RetryEvent, retry } from '../transport/retry.ts';
import { RetryBudget } from '../transport/retry-budget.ts';
import type { Transport, TransportLayer } from '../wire/index.ts';
import { type ClientSettings, checkHeader } from './client-options.ts';

/**
 * The functions between a call and the network, the outermost first: translation, retries, the dialect, reading of
 * replies, and the key.
 */
export function pipeline(base: Transport, settings: ClientSettings, onRetry: (event: RetryEvent) => void): Transport {
  const { provider, secrets } = settings;
  const layers: (TransportLayer | undefined)[] = [
    translate(provider, { mode: settings.translation }),
    retry({ provider, secrets, budget: new RetryBudget(), onRetry }),
    normalise(provider),
    readReply(provider, secrets),
    authorise(settings),
  ];
  return layers.reduceRight<Transport>((next, layer) => layer?.(next) ?? next, base);
}

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
    return next({ ...request, headers });
  };
}

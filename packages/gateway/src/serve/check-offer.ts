import { ColloquyError, type Endpoint, type Provider } from '@colloquy/core';

/** Each of the two chat APIs stands in for the other, by translation. */
const STAND_IN: Partial<Record<Endpoint, Endpoint>> = { chat: 'responses', responses: 'chat' };

/** Whether a provider has an endpoint, or one that stands in for it. */
export function offers({ endpoints }: Provider, endpoint: Endpoint): boolean {
  const standIn = STAND_IN[endpoint];
  return endpoints.includes(endpoint) || (standIn !== undefined && endpoints.includes(standIn));
}

/** Throws `unsupported` for a call that the client's provider has no endpoint for, before anything is sent. */
export function checkOffer(provider: Provider, endpoint: Endpoint): void {
  if (offers(provider, endpoint)) return;
  const { label, name } = provider;
  const what = endpoint.replaceAll('_', ' ');
  throw new ColloquyError('unsupported', `${label} does not offer this part of the API (${what}).`, { provider: name });
}

import type { Provider } from '@colloquy/core';
import type { ChatColloquyFields } from './chat-colloquy-fields.ts';
import { SERIALIZABLE_KEYS } from './chat-colloquy-options.ts';
import { writtenProvider } from './connection/known-provider.ts';

type Fields = Record<string, unknown>;

/** What a model is written down as, so that `load` makes it again: its options, its provider, and the name of its key. */
export function modelJson(fields: ChatColloquyFields, provider: Provider): Fields {
  const kwargs: Fields = {};
  for (const key of SERIALIZABLE_KEYS) {
    const value = (fields as unknown as Fields)[key];
    if (value !== undefined) kwargs[key.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()] = value;
  }
  // A service that is known only by its address needs no more than that.
  if (fields.client !== undefined || fields.provider !== undefined) kwargs['provider'] = writtenProvider(provider);
  if (typeof fields.apiKey === 'string') kwargs['api_key'] = { lc: 1, type: 'secret', id: [provider.apiKeyEnv] };
  return kwargs;
}

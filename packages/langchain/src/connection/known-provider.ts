import type { Provider } from '@colloquy/core';
import { anvilgpt, defineProvider, eugpt, jrc, ollama, openai, openWebUI, vllm } from '@colloquy/core/providers';
import { badOption } from './bad-option.ts';

const KNOWN: ReadonlyMap<string, Provider> = new Map(
  [openai, jrc, eugpt, anvilgpt, openWebUI, ollama, vllm].map((provider) => [provider.name, provider]),
);

/** The provider of a name, or the one given; throws `configuration` for a name that nobody has. */
export function knownProvider(given: Provider | string): Provider {
  if (typeof given === 'object' && given !== null && given.quirks !== undefined) return given;
  const provider = typeof given === 'string' ? KNOWN.get(given) : undefined;
  if (provider === undefined) {
    throw badOption('provider', `must be a provider, or one of the names ${[...KNOWN.keys()].join(', ')}`);
  }
  return provider;
}

/** Some service that calls itself compatible, known by nothing but its address. */
export function compatibleProvider(baseURL: string): Provider {
  return defineProvider({
    name: 'compatible',
    label: 'The service',
    baseURL,
    // Not another service's variable: its key would be sent to an address it was not made for.
    apiKeyEnv: 'COLLOQUY_API_KEY',
    keyRequired: false,
    endpoints: ['chat', 'responses', 'models', 'files', 'fine_tuning', 'embeddings'],
  });
}

/** How a provider is written down: by its name where that says everything. */
export function writtenProvider(provider: Provider): unknown {
  if (KNOWN.get(provider.name) === provider) return provider.name;
  const { extend: _, ...facts } = provider;
  return facts;
}
